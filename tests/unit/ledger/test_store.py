"""The store gives back what it was given, type for type, or says that it cannot."""

from pathlib import Path

import pandas as pd
import pytest

from ledger.canonical import JsonValue
from ledger.errors import LedgerUnavailable
from ledger.home import Home
from ledger.store import FrameStore
from schemas.costs import COSTS
from tests.unit.ledger.samples import a_claim, digest


@pytest.fixture
def store(tmp_path: Path) -> FrameStore:
    return FrameStore.open(Home.open(tmp_path))


def typed() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "supplier_name": pd.Series(["NA", "", "Žižka\x00\u202e"], dtype="str"),
            "amount_declared_cents": pd.Series([2**62 + 1, None, -1], dtype="Int64"),
            "row": pd.Series([1, 2, 2**63 - 1], dtype="int64"),
            "gift": pd.Series([True, None, False], dtype="boolean"),
            "counts": pd.Series([True, False, True], dtype="bool"),
            "invoice_date": pd.to_datetime(pd.Series(["1999-12-31", None, "2017-07-03"])).astype(
                "datetime64[s]"
            ),
        }
    )


def test_a_frame_comes_back_with_its_exact_types(store: FrameStore) -> None:
    frame = typed()
    pd.testing.assert_frame_equal(store.get(store.put(frame)), frame)


@pytest.mark.parametrize("frame", [typed().iloc[:0], COSTS.empty(), pd.DataFrame()])
def test_an_empty_frame_keeps_its_columns_and_types(store: FrameStore, frame: pd.DataFrame) -> None:
    back = store.get(store.put(frame))
    assert back.dtypes.to_dict() == frame.dtypes.to_dict()
    assert len(back) == 0


def test_missing_text_and_empty_text_stay_different(store: FrameStore) -> None:
    frame = pd.DataFrame({"text": pd.Series(["", None], dtype="str")})
    assert store.get(store.put(frame))["text"].isna().tolist() == [False, True]


def test_equal_frames_have_one_digest_whatever_lies_below_missing_values(
    store: FrameStore, tmp_path: Path
) -> None:
    missing = pd.array([1, 2, 3], dtype="Int64")
    missing[1] = pd.NA
    other = pd.array([1, 99, 3], dtype="Int64")
    other[1] = pd.NA
    digests = {store.put(pd.DataFrame({"cents": column})) for column in (missing, other)}
    pieces = pd.concat(
        [pd.DataFrame({"cents": missing[:1]}), pd.DataFrame({"cents": missing[1:]})],
        ignore_index=True,
    )
    digests.add(store.put(pieces))
    assert len(digests) == 1
    assert len(list((tmp_path / "store").glob("*/*"))) == 1
    renamed = store.put(pd.DataFrame({"amount_cents": missing}))
    retyped = store.put(pd.DataFrame({"cents": pd.Series([1, 2, 3], dtype="int64")}))
    assert len(digests | {renamed, retyped}) == 3


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([0.1]),
        pd.Series([object()]),
        pd.Series(["a"], dtype="category"),
        pd.to_datetime(pd.Series(["2017-01-01"])).astype("datetime64[ns]"),
    ],
)
def test_columns_that_no_typed_frame_has_are_refused(
    store: FrameStore, column: "pd.Series[float]"
) -> None:
    with pytest.raises(TypeError, match="column wrong has the type"):
        store.put(pd.DataFrame({"wrong": column}))


def test_an_index_that_says_something_is_refused(store: FrameStore) -> None:
    with pytest.raises(ValueError, match="index"):
        store.put(typed().iloc[1:])
    with pytest.raises(ValueError, match="share a name"):
        store.put(pd.concat([typed(), typed()], axis="columns"))


def test_json_comes_back_and_has_one_digest(store: FrameStore) -> None:
    value: JsonValue = {"b": [1, "ü", None, True], "a": {"amount": "0.10"}}
    turned: JsonValue = {"a": {"amount": "0.10"}, "b": (1, "ü", None, True)}
    assert store.get_json(store.put_json(value)) == value
    assert store.put_json(value) == store.put_json(turned)


@pytest.mark.parametrize("value", [0.1, [float("nan")], {"a": {"b": 1.0}}, {1: 2}, {"x": {1, 2}}])
def test_json_without_an_exact_form_is_refused(store: FrameStore, value: object) -> None:
    with pytest.raises(TypeError):
        store.put_json(value)  # type: ignore[arg-type]


def test_a_claim_survives_the_store(store: FrameStore) -> None:
    import json

    claim = a_claim()
    kept = store.get_json(store.put_json(json.loads(claim.to_json())))
    assert type(claim).model_validate(kept) == claim


def test_what_was_changed_or_lost_is_told(store: FrameStore, tmp_path: Path) -> None:
    digest = store.put(typed())
    (file,) = (tmp_path / "store").glob("*/*")
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(LedgerUnavailable, match="was changed"):
        store.get(digest)
    file.unlink()
    with pytest.raises(LedgerUnavailable, match="is missing"):
        store.get(digest)
    assert store.put(typed()) == digest
    assert len(store.get(digest)) == 3


def test_what_was_made_of_something_is_found_by_it_again(store: FrameStore) -> None:
    made_of = {"files": ["koszty.csv"], "period": 1}
    assert store.noted(made_of) is None
    store.note(made_of, digest("result"))
    store.note(made_of, digest("result"))
    assert store.noted({"period": 1, "files": ["koszty.csv"]}) == digest("result")
    assert store.noted({**made_of, "period": 2}) is None
