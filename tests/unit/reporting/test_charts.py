"""Pictures: what they show follows the figures, and nothing leaves its frame."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reporting.charts import FULL, SpendingWords, bullet, scaled, spending_chart, step, time_strip

cents = st.integers(-(10**12), 10**12)


@given(budget=cents, before=cents, now=cents, scale=cents, elapsed=st.integers(0, 1000))
def test_no_bar_leaves_its_frame(budget, before, now, scale, elapsed):
    bar = bullet("", budget=budget, before=before, now=now, scale=scale, elapsed=elapsed)
    for segment in bar.segments:
        assert segment.x >= 0
        assert segment.width > 0
        assert segment.x + segment.width <= FULL
    assert all(0 <= tick <= FULL for tick in bar.ticks)


@given(start=cents, end=cents, scale=st.integers(0, 10**12))
def test_no_step_of_the_waterfall_leaves_its_frame(start, end, scale):
    for segment in step("", min(start, scale), min(end, scale), scale, "now").segments:
        assert segment.x >= 0
        assert segment.x + segment.width <= FULL


def test_a_bar_is_as_long_as_its_part_of_the_scale():
    bar = bullet("", budget=800, before=200, now=100, scale=1000)
    assert [(s.tone, s.x, s.width) for s in bar.segments] == [
        ("track", 0, 800),
        ("before", 0, 200),
        ("now", 200, 100),
    ]


def test_a_small_amount_is_not_nothing():
    assert scaled(1, 10**9) > 0
    assert scaled(0, 10**9) == 0


def test_a_waterfall_step_lies_where_the_amount_was_taken():
    (segment,) = step("", 600, 1000, 1000, "taken").segments
    assert (segment.x, segment.width) == (600, 400)


def test_months_are_marked_in_a_time_strip():
    whole = (date(2017, 7, 1), date(2017, 12, 31))
    strip = time_strip("", whole, (date(2017, 10, 1), date(2017, 10, 31)), "now")
    assert strip.faint == (168, 336, 500, 668, 831)
    assert (strip.segments[1].x, strip.segments[1].width) == (500, 168)


def test_days_outside_the_period_stay_at_its_edge():
    whole = (date(2017, 7, 1), date(2017, 12, 31))
    strip = time_strip("", whole, (date(2016, 1, 1), date(2019, 1, 1)), "now")
    assert (strip.segments[1].x, strip.segments[1].width) == (0, FULL)


def test_spending_meets_the_budget_line_when_the_budget_is_used_up():
    chart = spending_chart(
        SpendingWords("", "", "", ""),
        35_800_000,
        [(date(2017, 6, 30), 17_900_000, "half"), (date(2017, 12, 31), 35_800_000, "all")],
        date(2017, 1, 1),
        [(date(2017, 6, 30), "1"), (date(2017, 12, 31), "2")],
    )
    assert chart.points[0].y == chart.base
    assert chart.points[1].y == (chart.base + chart.top) // 2
    assert (chart.points[2].x, chart.points[2].y) == (chart.right, chart.top)
