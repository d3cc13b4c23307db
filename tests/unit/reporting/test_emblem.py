"""The emblem is drawn as Regulation (EU) No 821/2014, Annex II, describes it."""

import math
import re
from importlib.resources import files
from xml.etree.ElementTree import fromstring

import pytest

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def emblem():
    text = files("report_templates").joinpath("assets/emblem.svg").read_text()
    return fromstring(text)  # noqa: S314  (our own drawing)


@pytest.fixture(scope="module")
def stars(emblem):
    polygons = emblem.iter(f"{SVG}polygon")
    return [
        [tuple(map(float, pair.split(","))) for pair in polygon.get("points").split()]
        for polygon in polygons
    ]


def test_the_flag_is_one_and_a_half_times_as_long_as_high(emblem):
    field = emblem.find(f"{SVG}rect")
    assert int(field.get("width")) * 2 == int(field.get("height")) * 3
    assert emblem.get("viewBox") == f"0 0 {field.get('width')} {field.get('height')}"


def test_the_colours_are_those_of_the_annex(emblem):
    assert emblem.find(f"{SVG}rect").get("fill") == "#003399"
    assert emblem.find(f"{SVG}g").get("fill") == "#ffcc00"


def test_twelve_stars_stand_like_the_hours_on_a_circle_of_a_third_of_the_height(stars):
    centres = [centre(star) for star in stars]
    expected = [
        (
            405 + 180 * math.cos(math.radians(30 * hour - 90)),
            270 + 180 * math.sin(math.radians(30 * hour - 90)),
        )
        for hour in range(12)
    ]
    assert len(centres) == 12
    for (x, y), (wanted_x, wanted_y) in zip(centres, expected, strict=True):
        assert x == pytest.approx(wanted_x, abs=0.01)
        assert y == pytest.approx(wanted_y, abs=0.01)


def test_every_star_is_upright_with_points_on_a_circle_of_an_eighteenth(stars):
    for star in stars:
        x, y = centre(star)
        points = star[0::2]
        assert len(points) == 5
        assert points[0] == pytest.approx((x, y - 30), abs=0.01)
        for point in points:
            assert math.dist(point, (x, y)) == pytest.approx(30, abs=0.01)


def test_the_edges_of_a_star_run_straight_through_its_inner_corners(stars):
    for star in stars:
        first, inner, last = star[0], star[1], star[4]
        across = (last[0] - first[0]) * (inner[1] - first[1])
        down = (last[1] - first[1]) * (inner[0] - first[0])
        assert across == pytest.approx(down, abs=0.1)


def test_the_drawing_asks_for_nothing_else():
    text = files("report_templates").joinpath("assets/emblem.svg").read_text()
    assert not re.search(r"href|url\(|<style|<image", text)


def centre(star):
    points = star[0::2]
    return sum(x for x, _ in points) / 5, sum(y for _, y in points) / 5
