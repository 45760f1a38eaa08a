"""Imported layers: what is read from each kind of file, what extraction makes of it, downloads from a local server."""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from riwaya.claims import places
from riwaya.cli import app
from riwaya.errors import BadConfig, MissingInput
from riwaya.gazetteer import Gazetteer, MissingGazetteer, default_gazetteer
from riwaya.gazetteer.download import DownloadFailed, get_country
from riwaya.gazetteer.importing import Imported, import_places
from riwaya.gazetteer.layers import BadPlaces, layer_files, layers, remove_layer
from riwaya.model import Report
from riwaya.pipeline import read_document


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own for each test; what is memoised of the gazetteer is forgotten before and after."""
    monkeypatch.setenv("RIWAYA_DATA_FOLDER", str(tmp_path / "data"))
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    default_gazetteer.cache_clear()
    places._names.cache_clear()
    places._begun_by.cache_clear()


def run(*arguments: str) -> Result:
    forget()
    return CliRunner().invoke(app, list(arguments))


def dump_row(number: int, name: str, alternates: str, lat: float, lon: float, **more: str) -> str:
    cells = [
        str(number),
        name,
        name,
        alternates,
        str(lat),
        str(lon),
        more.get("kind", "P"),
        more.get("code", "PPL"),
        "SY",
    ]
    return "\t".join(
        [*cells, "", more.get("admin1", "12"), "", "", "", more.get("people", "0"), "", "300", "Asia/Damascus", ""]
    )


# invented villages, west of the real town of Idlib
DUMP = "\n".join(
    [
        dump_row(9000001, "Tall al Ghurban", "Tell el Ghorban,تل الغربان", 35.93, 36.45),
        dump_row(9000002, "Kafr Sawwan", "كفر صوان", 35.95, 36.48, people="7200"),
        dump_row(9000003, "Idlib", "إدلب,ادلب", 35.93, 36.63, people="98791"),
        dump_row(9000004, "Nowhere", "", 35.9, 36.4),
        dump_row(9000005, "Jisr Sawwan", "جسر صوان", 35.95, 36.49, kind="S", code="BDG"),
        dump_row(9000006, "A lake", "بحيرة صوان", 35.95, 36.49, kind="H", code="LK"),
        dump_row(9000007, "The City", "المدينة", 35.7, 36.2),
    ]
)  # fmt: skip
NAMES = "1\t9000001\tar\tتل الغرابين\t1\t\t\t\n2\t9000001\ten\tCrow Hill\t\t\t\t\n3\t9000001\tar\tتل العتيق\t\t\t\t1\n"


def imported(path: Path, **options: str) -> Imported:
    done = import_places(path, **options)
    forget()
    return done


def test_a_geonames_dump_is_a_layer(folder: Path) -> None:
    (folder / "XX.txt").write_text(DUMP, "utf-8")
    done = imported(folder / "XX.txt")
    assert (done.name, done.form, done.read, done.added, done.known, done.unnamed) == ("XX", "GeoNames", 6, 3, 1, 2)
    gazetteer = default_gazetteer()
    hill, village, bridge = (gazetteer.lookup(name)[0] for name in ("تل الغربان", "كفرصوان", "جسر صوان"))
    assert (hill.gazetteer_id, hill.country, hill.kind, hill.admin1_id) == (
        "geonames:9000001", "SY", "village", "riwaya:sy-idlib",
    )  # fmt: skip
    assert (village.kind, village.population, bridge.kind) == ("town", 7200, "bridge")
    assert gazetteer.place("geonames:9000003") is None  # the built gazetteer has Idlib under its own id
    assert gazetteer.lookup("إدلب") == Gazetteer.open().lookup("إدلب")
    assert [layer.about["licence"] for layer in layers()] == ["CC BY 4.0"]


def test_a_folder_joins_alternate_names_and_reads_zip(folder: Path) -> None:
    source = folder / "export"
    source.mkdir()
    with zipfile.ZipFile(source / "XX.zip", "w") as archive:
        archive.writestr("XX.txt", DUMP)
        archive.writestr("readme.txt", "about")
    (source / "alternateNames.txt").write_text(NAMES, "utf-8")
    imported(source)
    assert default_gazetteer().lookup("تل الغرابين")[0].gazetteer_id == "geonames:9000001"
    assert default_gazetteer().lookup("تل العتيق") == ()  # a historic name


def wof(number: int, name: str, placetype: str, **more: object) -> dict[str, object]:
    properties = {
        "wof:id": number, "wof:name": "X", "wof:placetype": placetype, "iso:country": "SY",
        "name:ara_x_preferred": [name],
        "geom:latitude": 35.91, "geom:longitude": 36.44, "wof:hierarchy": [{"region_id": 85675}], **more,
    }  # fmt: skip
    return {"type": "Feature", "properties": properties, "geometry": None}


def test_whos_on_first_records_are_a_layer(folder: Path) -> None:
    source = folder / "records"
    for number, name, placetype, more in (
        (890, "مزارع الريحانة", "locality", {}),
        (891, "حارة الصفصاف", "neighbourhood", {"lbl:latitude": 35.92, "lbl:longitude": 36.45}),
        (892, "ريف الصفصاف", "region", {}),
        (893, "خربة العدم", "locality", {"mz:is_current": 0}),
    ):
        (source / str(number)).mkdir(parents=True)
        text = json.dumps(wof(number, name, placetype, **more), ensure_ascii=False)
        (source / str(number) / f"{number}.geojson").write_text(text, "utf-8")
    (source / "890" / "890-alt-quattroshapes.geojson").write_text("{}", "utf-8")
    done = imported(source, name="wof-sy")
    assert (done.form, done.read, done.added) == ("Who's On First", 2, 2)
    quarter = default_gazetteer().lookup("حارة الصفصاف")[0]
    assert (quarter.gazetteer_id, quarter.kind, quarter.lat, quarter.admin1_id) == (
        "wof:891", "quarter", 35.92, "riwaya:sy-idlib",
    )  # fmt: skip


TABLES = {
    "titled.csv": "Village,Arabic,Longitude,Latitude,Country\nGhurban,تل الغربان,36.45,35.93,SY\n",
    "plain.tsv": "17\tSY\tTall al Ghurban\tتل الغربان|تل الغرابين\t35.9312\t36.4555\n"
    "18\tSY\tOther\tعين الغربان\t35.9412\t36.4655\n",
    "semicolons.csv": "name_ar;lat;lon\nتل الغربان;35.9312;36.4555\n",
}


@pytest.mark.parametrize("file", sorted(TABLES))
def test_columns_of_a_table_are_found(file: str, folder: Path) -> None:
    (folder / file).write_text(TABLES[file], "utf-8")
    done = imported(folder / file, country="SY")
    assert "names" in done.columns
    found = default_gazetteer().lookup("تل الغربان")
    assert [(c.country, round(c.lat, 2), round(c.lon)) for c in found] == [("SY", 35.93, 36)]
    assert found[0].gazetteer_id.startswith(f"{done.name}:")


def test_columns_can_be_told(folder: Path) -> None:
    (folder / "odd.csv").write_text("x,36.45,35.93,تل الغربان\n", "utf-8")
    imported(folder / "odd.csv", country="sy", columns="-,lon,lat,names")
    assert default_gazetteer().lookup("تل الغربان")[0].lat == 35.93


def test_a_packed_table_is_read(folder: Path) -> None:
    with gzip.open(folder / "p.tsv.gz", "wt", encoding="utf-8") as out:
        out.write(TABLES["plain.tsv"])
    assert imported(folder / "p.tsv.gz").added == 2


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("a.csv", "name_ar,lat,lon\nتل الغربان,95,36\n", "a.csv:2: 95, 36 is not on the globe"),
        ("a.csv", "name_ar,lat,lon\nتل الغربان,x,36\n", "a.csv:2: 'x', '36' are not decimal degrees"),
        ("a.csv", "name_ar,lat,lon\nتل الغربان,35\n", "a.csv:2: 2 columns"),
        ("a.csv", "name_ar,lat,lon\nتل الغربان,35,36\n", "a.csv:2: '' is no country code"),
        ("a.csv", "just,some,words\n", "no column for lat, lon"),
        ("a.csv", "", "a.csv is empty"),
        ("a.txt", DUMP + "\n9000009\tcut", "a.txt:8: 2 columns"),
        ("a.txt", NAMES, "holds only names"),
        ("a.geojson", "{", "no GeoJSON"),
        ("a.geojson", '{"type": "Feature", "properties": {}}', "no wof:id"),
        ("a.zip", "no zip", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(file: str, text: str, said: str, folder: Path) -> None:
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(BadPlaces, match="(?s)" + said.replace("(", r"\(")):
        import_places(folder / file)
    assert layer_files() == ()


def test_what_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(MissingInput, match="does not exist"):
        import_places(folder / "none.csv")
    with pytest.raises(BadPlaces, match="neither GeoNames dumps nor"):
        import_places(folder)
    (folder / "a.csv").write_text("name_ar,lat,lon\n", "utf-8")
    with pytest.raises(BadPlaces, match="--columns: colour is no field"):
        import_places(folder / "a.csv", columns="colour,lat,lon")
    with pytest.raises(BadPlaces, match="cannot name a layer"):
        import_places(folder / "a.csv", name="../up")
    with pytest.raises(MissingInput, match="no layer other"):
        remove_layer("other")


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    (folder / "XX.txt").write_text(DUMP, "utf-8")
    first = import_places(folder / "XX.txt").path.read_bytes()
    assert import_places(folder / "XX.txt").path.read_bytes() == first
    assert [path.name for path in layer_files()] == ["XX.sqlite"]


def test_reports_read_afterwards_use_the_layer(folder: Path) -> None:
    report = Report("r", "قصفت المدفعية قرية تل الغربان وقتلت طفلين.")

    def place() -> tuple[str | None, float | None]:
        forget()
        found = read_document(report).claims[0].places[0]
        return found.gazetteer_id, found.lat

    assert place() == (None, None)
    (folder / "XX.txt").write_text(DUMP, "utf-8")
    import_places(folder / "XX.txt")
    assert place() == ("geonames:9000001", 35.93)
    remove_layer("XX")
    assert place() == (None, None)


def test_a_village_named_after_an_ordinary_thing_needs_its_head(folder: Path) -> None:
    (folder / "a.csv").write_text("name_ar,lat,lon,country\nالقنديل,35.91,36.42,SY\n", "utf-8")
    imported(folder / "a.csv")
    with_head = read_document(Report("a", "سقطت قذيفة على قرية القنديل وقتلت طفلا.")).claims[0].places
    without = read_document(Report("b", "سقطت قذيفة قرب القنديل وقتلت طفلا.")).claims[0].places
    assert [p.gazetteer_id for p in with_head] == ["a:2"]
    assert not without


def test_a_broken_layer_stops_with_its_name(folder: Path) -> None:
    path = folder / "data" / "gazetteer" / "bad.sqlite"
    path.parent.mkdir(parents=True)
    path.write_text("no database at all", "utf-8")
    with pytest.raises(MissingGazetteer, match=r"bad\.sqlite"):
        default_gazetteer()
    assert "cannot be read" in run("gazetteer", "list").output
    assert run("gazetteer", "remove", "bad").exit_code == 0


def test_the_commands(folder: Path) -> None:
    (folder / "XX.txt").write_text(DUMP, "utf-8")
    assert "no layers in" in run("gazetteer", "list").output
    done = run(
        "gazetteer", "import", str(folder / "XX.txt"), "--name", "mine", "--licence", "ODbL", "--attribution", "We"
    )
    assert done.exit_code == 0, done.output
    assert "mine: GeoNames, 6 places read: 3 added" in done.output
    listed = run("gazetteer", "list").output
    assert all(word in listed for word in ("mine", "GeoNames", "XX.txt", "ODbL", "We"))
    assert "geonames:9000001" in run("gazetteer", "lookup", "تل الغربان", "--country", "sy").output
    assert run("gazetteer", "lookup", "تل الغربان", "--country", "YE").exit_code == 2
    assert run("gazetteer", "remove", "mine").exit_code == 0
    assert run("gazetteer", "lookup", "تل الغربان").exit_code == 2


# --- downloads


class _Handler(SimpleHTTPRequestHandler):
    """Files of a folder; `XB` comes cut off, `XC` without its length and not whole."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path not in ("/XB.zip", "/XC.zip"):
            super().do_GET()
            return
        self.send_response(200)
        if self.path == "/XB.zip":
            self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"PK\x03\x04 half a file")


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A local server with the dump of the country XX and its names."""
    root = folder / "www"
    (root / "alternatenames").mkdir(parents=True)
    for where, text in ((root / "XX.zip", DUMP), (root / "alternatenames" / "XX.zip", NAMES)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("XX.txt", text)
            archive.writestr("readme.txt", "about")
        where.write_bytes(packed.getvalue())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root))) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_port}"
        monkeypatch.setenv("RIWAYA_GEONAMES_URL", address + "/")
        yield address
        running.shutdown()


@pytest.mark.usefixtures("server")
def test_a_country_is_downloaded_and_laid_over() -> None:
    done = run("gazetteer", "get", "xx")
    assert done.exit_code == 0, done.output
    assert "geonames-xx: GeoNames, 6 places read: 3 added" in done.output
    assert "geonames:9000001" in run("gazetteer", "lookup", "تل الغرابين").output


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("XB", "came only in part|could not be fetched"),
        ("XC", "came only in part"),
        ("XD", "answers 404"),
        ("Syria", "no country code"),
    ],
)
def test_half_a_file_is_no_file(code: str, said: str, folder: Path) -> None:
    with pytest.raises(DownloadFailed, match=said):
        get_country(code, folder)
    assert [path for path in folder.iterdir() if path.name.startswith(code)] == []
    assert run("gazetteer", "get", code).exit_code == 2
    assert layer_files() == ()


def test_progress_is_told(server: str, folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    get_country("XX", folder, lambda *what: told.append(what))
    assert {address for address, *_ in told} == {f"{server}/XX.zip", f"{server}/alternatenames/XX.zip"}
    assert all(0 < done <= whole for _, done, whole in told)


def test_a_server_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIWAYA_GEONAMES_URL", "http://127.0.0.1:9")
    with pytest.raises(DownloadFailed, match="could not be fetched"):
        get_country("XX", folder)
    monkeypatch.setenv("RIWAYA_GEONAMES_URL", "ftp://127.0.0.1")
    with pytest.raises(BadConfig, match="RIWAYA_GEONAMES_URL"):
        get_country("XX", folder)


def test_a_server_that_says_nothing_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("RIWAYA_GEONAMES_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        monkeypatch.setenv("RIWAYA_FETCH_TIMEOUT", "1")
        with pytest.raises(DownloadFailed, match="timed out"):
            get_country("XX", folder)


def test_a_large_table_is_imported_in_seconds() -> None:
    beside = os.environ.get("RIWAYA_EVAL", "")
    file = Path(beside).parent / "reference" / "places_sy_lb_iq_ye_ly_sd_ps.tsv.gz"
    if not beside or not file.is_file():
        pytest.skip("RIWAYA_EVAL names no folder beside which a reference table of places lies")
    done = import_places(file, name="reference")
    assert done.columns.startswith("1 id, 2 country, 3 kind, 4 name, 5 names, 6 lat, 7 lon, 8 population")
    assert done.added > 40_000
    assert done.known + done.spellings > 3_000
