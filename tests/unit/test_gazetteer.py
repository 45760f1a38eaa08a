"""The gazetteer: what the build makes of GeoNames and of our tables, and what lookup and resolve answer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.errors import StopRun
from riwaya.gazetteer import (
    BUILT,
    KIND_RANK,
    PRECISION,
    Candidate,
    Gazetteer,
    MissingGazetteer,
    distance_km,
    place_key,
    spelling_key,
    surface_key,
)
from riwaya.gazetteer.arabic import arabic_names
from riwaya.gazetteer.names import read_rows, written_forms
from riwaya.gazetteer_build import DATA, _add_supplement, build


@pytest.fixture(scope="module")
def built() -> Path:
    """The file that installation made; the slow test below makes two of its own."""
    assert BUILT.is_file(), "run `python hatch_build.py`"
    return BUILT


@pytest.fixture(scope="module")
def gazetteer(built: Path) -> Iterator[Gazetteer]:
    opened = Gazetteer.open(built)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def names(gazetteer: Gazetteer) -> dict[str, bool]:
    return {" ".join(name.words): name.common for name in gazetteer.names()}


def first(gazetteer: Gazetteer, name: str, country: str) -> Candidate:
    return next(c for c in gazetteer.lookup(name) if c.country == country)


# --- keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الحسكة", "حسكه"),
        ("خان شيخون", "خانشيخون"),
        ("أعزاز", "إعزاز"),
        ("ديالى", "ديالي"),
        ("جرمانا", "جرمانة"),
        ("الزهراء", "الزهرا"),
        ("مأرب", "مارب"),
        ("تل أبيض", "تل الأبيض"),
    ],
)
def test_spellers_share_a_place_key(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_keys_keep_names_apart() -> None:
    assert place_key("حمص") != place_key("حماة")
    assert spelling_key("الباب") != spelling_key("باب")
    assert surface_key("الرقة") == "الرقة"
    assert surface_key("نبل، والزهراء") == "نبل والزهراء"


# --- the build


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = tmp_path / "once.sqlite", tmp_path / "again.sqlite"
    build(once)
    build(again)
    assert again.read_bytes() == once.read_bytes()


def test_the_file_is_small(built: Path) -> None:
    assert built.stat().st_size < 15_000_000


def test_every_row_is_within_its_lists(built: Path) -> None:
    with sqlite3.connect(built) as file:
        rows = file.execute("SELECT id, name_ar, lat, lon, country, kind, precision, within FROM place").fetchall()
        ids = {row[0] for row in rows}
        for place, name, lat, lon, country, kind, precision, within in rows:
            assert name, place
            assert -90 <= lat <= 90, place
            assert -180 <= lon <= 180, place
            assert len(country) == 2, place
            assert kind in KIND_RANK, place
            assert precision == PRECISION[kind], place
            assert within is None or within in ids, place


def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path) -> None:
    places = tmp_path / "places.tsv"
    header = (DATA / "ar" / "places.tsv").read_text("utf-8").splitlines()[0]
    for row, reason in [
        ("x\tX\tاكس\tاكس\tplanet\tSY\t\t1\t1\t\t\t", "unknown kind"),
        ("x\tX\tاكس\tاكس\ttown\tSY\t\tnorth\t1\t\t\t", "decimal degrees"),
        ("x\tX\tاكس\tاكس\ttown\tSY\tsy-nowhere\t1\t1\t\t\t", "is not a place above"),
        ("x\tX\tاكس", "3 cells"),
    ]:
        places.write_text(f"{header}\n{row}\n", "utf-8")
        with pytest.raises(ValueError, match=rf"places\.tsv:2: .*{reason}"):
            _add_supplement({}, places)


def test_the_tables_are_sound(gazetteer: Gazetteer) -> None:
    ids: set[str] = set()
    for table in ("shared/countries.tsv", "shared/admin1.tsv", "ar/places.tsv"):
        for where, row in read_rows(DATA / table):
            assert row["id"] not in ids, where
            ids.add(row["id"])
            forms = row["forms"].split("|")
            assert row["name_ar"] in forms, where
            assert len(forms) == len(set(forms)), where
            if "example" in row:
                assert any(f" {surface_key(form)} " in f" {surface_key(row['example'])} " for form in forms), where
    for country, code in [("SY", "08"), ("PS", "GZ"), ("SD", "55"), ("YE", "26")]:
        assert any(
            r["country"] == country and r["geonames_code"] == code for _, r in read_rows(DATA / "shared/admin1.tsv")
        )
    douma = gazetteer.place("geonames:170592")
    assert douma is not None
    assert douma.admin1_id == "riwaya:sy-rif-dimashq"


def test_arabic_spellings_are_told_from_persian_and_kurdish_ones() -> None:
    found = arabic_names(["القاهرة", "القاهره", "قاهره", "قاهیره", "Al Qahirah", "قاہرہ"], "Cairo")
    assert found[0] == "القاهرة"
    assert "قاهره" not in found
    assert arabic_names(["هەولێر", "Hewlêr"], "Erbil") == ()
    assert arabic_names(["کرکوک"], "Kirkuk") == ("كركوك",)
    assert arabic_names(["محافظة حلب", "قضاء زاخو"], "x") == ("زاخو",)


def test_a_name_is_written_in_more_than_one_way() -> None:
    assert set(written_forms("كفرنبل")) == {"كفرنبل", "كفر نبل"}
    assert {"خان شيخون", "خانشيخون"} <= set(written_forms("خان شيخون"))
    assert {"الرقة", "الرقه"} <= set(written_forms("الرقة"))
    assert {"بءر العبد", "بير العبد"} <= set(written_forms("بئر العبد"))
    assert "روسية" not in set(written_forms("روسيا", area=True))


# --- opening


def test_an_absent_gazetteer_stops_the_run_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(MissingGazetteer) as caught:
        Gazetteer.open(tmp_path / "none.sqlite")
    assert isinstance(caught.value, StopRun)
    assert caught.value.hint


def test_another_file_is_not_taken_for_a_gazetteer(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"not a database, but long enough to look like a file of some kind" * 20)
    with pytest.raises(MissingGazetteer):
        Gazetteer.open(other)


def test_opening_and_reading_all_names_is_quick(built: Path) -> None:
    start = time.perf_counter()
    opened = Gazetteer.open(built)
    count = sum(1 for _ in opened.names())
    opened.close()
    assert count > 20_000
    assert time.perf_counter() - start < 1.0  # 0.03 s on one core; the bound leaves room for a busy machine


# --- lookup


@pytest.mark.parametrize(
    ("alias", "place"),
    [
        ("كوباني", "geonames:172256"),
        ("عين العرب", "geonames:172256"),
        ("قامشلو", "geonames:173377"),
        ("كري سبي", "geonames:163750"),
        ("سري كانيه", "geonames:165509"),
        ("الغوطة الشرقية", "riwaya:ghouta-east"),
        ("أميركا", "riwaya:country-us"),
        ("سورية", "riwaya:country-sy"),
        ("كفر نبل", "geonames:168661"),
        ("دار عزة", "geonames:170857"),
        ("مديرية يريم", "geonames:69559"),
    ],
)
def test_aliases_lead_to_one_place(gazetteer: Gazetteer, alias: str, place: str) -> None:
    entry = gazetteer.place(place)
    assert entry is not None
    assert entry in gazetteer.lookup(alias), [c.gazetteer_id for c in gazetteer.lookup(alias)]


def test_lookup_puts_the_spelling_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("حلب")
    assert [c.kind for c in found[:2]] == ["admin1", "city"]
    assert found[1].gazetteer_id == "geonames:170063"
    assert gazetteer.lookup("حلب") is not None
    assert gazetteer.lookup("قرية لا وجود لها") == ()


def test_a_candidate_says_where_it_lies(gazetteer: Gazetteer) -> None:
    jobar = gazetteer.lookup("جوبر")[0]
    assert (jobar.kind, jobar.country, jobar.admin1, jobar.precision) == ("quarter", "SY", "Damascus", 1)
    assert jobar.within == "geonames:170654"
    assert [gazetteer.lookup(n)[0].precision for n in ("العراق", "نينوى", "الغوطة الشرقية")] == [6, 4, 5]


def test_latin_names_are_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Douma")[0].gazetteer_id == "geonames:170592"


# --- names for the matcher


@pytest.mark.parametrize("name", ["الرقة", "الرقه", "دوما", "سراقب", "سوريا", "غزة", "الرياض", "الخليل", "تل ابيض"])
def test_plain_names_stand_alone(names: dict[str, bool], name: str) -> None:
    assert names[name] is False


@pytest.mark.parametrize("name", ["الباب", "النصر", "جاسم", "الجديدة", "عدوان", "نصيب", "مالي", "حدة", "القدم", "بري"])
def test_ordinary_words_need_a_head(names: dict[str, bool], name: str) -> None:
    assert names[name] is True


# --- resolve


def test_the_country_of_the_report_chooses(gazetteer: Gazetteer) -> None:
    syrian = gazetteer.resolve("دوما", countries=["SY"])
    assert syrian is not None
    assert syrian.gazetteer_id == "geonames:170592"
    other = gazetteer.resolve("دوما", countries=["PS"])
    assert other is not None
    assert other.country == "PS"
    for country in ("LB", "LY"):
        tripoli = gazetteer.resolve("طرابلس", countries=[country])
        assert tripoli is not None
        assert tripoli.country == country


def test_the_governorate_beside_the_name_outweighs_the_rest(gazetteer: Gazetteer) -> None:
    for governorate, admin1 in [("حمص", "Homs"), ("ريف حلب", "Aleppo")]:
        zahraa = gazetteer.resolve("الزهراء", countries=["SY"], admin1_hints=[governorate])
        assert zahraa is not None
        assert zahraa.admin1 == admin1
    nayrab = gazetteer.resolve("النيرب", countries=["SY"], admin1_hints=["إدلب"])
    assert nayrab is not None
    assert nayrab.admin1 == "Idlib"


def test_neighbours_choose(gazetteer: Gazetteer) -> None:
    near = [first(gazetteer, "حرستا", "SY"), first(gazetteer, "سقبا", "SY")]
    douma = gazetteer.resolve("دوما", near=near)
    assert douma is not None
    assert distance_km(douma, near[0]) < 15
    muscat = first(gazetteer, "مسقط", "OM")
    oman = gazetteer.resolve("عمان", near=[muscat])
    assert oman is not None
    assert oman.country == "OM"


def test_nothing_to_choose_by_leaves_the_name_unresolved(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("عمان") is None  # Amman and Oman
    assert gazetteer.resolve("البيضاء") is None  # a city of Libya, a governorate of Yemen
    assert gazetteer.resolve("الزهراء") is None
    assert gazetteer.resolve("قرية لا وجود لها") is None


def test_a_namesake_elsewhere_is_no_answer(gazetteer: Gazetteer) -> None:
    # the only village of this name that the gazetteer knows lies in Palestine: not the one of a Yemeni report
    village = first(gazetteer, "قريوت", "PS")
    assert gazetteer.lookup("قريوت") == (village,)
    assert gazetteer.resolve("قريوت", countries=["YE"]) is None
    assert gazetteer.resolve("قريوت", admin1_hints=["تعز"]) is None
    assert gazetteer.resolve("قريوت", countries=["PS"]) == village


def test_a_bare_governorate_name_is_its_city_unless_a_head_says_otherwise(gazetteer: Gazetteer) -> None:
    city = gazetteer.resolve("حلب")
    governorate = gazetteer.resolve("حلب", kinds=["admin1"])
    assert city is not None
    assert governorate is not None
    assert (city.kind, governorate.kind) == ("city", "admin1")
    tunisia = gazetteer.resolve("تونس")
    assert tunisia is not None
    assert tunisia.kind == "country"


def test_a_quarter_is_not_a_far_town(gazetteer: Gazetteer) -> None:
    nasr = gazetteer.resolve("النصر", kinds=["quarter"], admin1_hints=["غزة"])
    assert nasr is not None
    assert nasr.within == "geonames:281133"
    assert gazetteer.resolve("قريوت", kinds=["quarter"]) is None


def test_answers_do_not_depend_on_what_was_asked_before(gazetteer: Gazetteer, built: Path) -> None:
    fresh = Gazetteer.open(built)
    for name in ("دوما", "الزهراء", "حلب", "طرابلس"):
        assert fresh.lookup(name) == gazetteer.lookup(name)
        assert fresh.resolve(name, countries=["SY"]) == gazetteer.resolve(name, countries=["SY"])
    fresh.close()
