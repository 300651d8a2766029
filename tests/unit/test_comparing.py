"""Her tables beside the shipped ones: her rows, new rows, rows left out, and where both changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crampkit.catalogue.comparing import compared
from crampkit.catalogue.shipping import RECORD
from crampkit.cli import main
from tests.folder import Folder, as_csv

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def hers(tmp_path):
    folder = Folder(tmp_path / "hers")
    folder.ship()
    return folder


@pytest.fixture
def theirs(tmp_path):
    folder = Folder(tmp_path / "theirs")
    folder.ship()
    return folder


def lines(hers, theirs) -> list[str]:
    """What is told between the first line and the last."""
    return compared(hers.path, theirs.path)[1:-1]


def test_sets_that_are_the_same_differ_in_no_row(hers, theirs):
    assert compared(hers.path, theirs.path)[-1] == "No row differs."
    for file in ("findings.csv", "flag_rules.csv"):
        hers.put(file, as_csv(hers.read(file), end="\r\n"))
    hers.set("flag_rules.csv", 3, "all_present", "glare; noon")
    assert lines(hers, theirs) == []


def test_the_order_of_the_columns_is_no_difference(hers, theirs):
    hers.write("findings.csv", [row[::-1] for row in hers.read("findings.csv")])
    assert lines(hers, theirs) == []


def test_a_row_that_she_changed_is_told_by_column_with_both_values(hers, theirs):
    hers.set("findings.csv", 2, "background", "0.3")
    hers.set("findings.csv", 2, "check", "Look up.")
    assert lines(hers, theirs) == [
        "findings.csv: 1 changed",
        "  row 2, noon, background: '0.3' instead of '0.2'",
        "  row 2, noon, check: 'Look up.' instead of 'Ask.'",
    ]


def test_new_rows_and_rows_left_out_are_told(hers, theirs):
    row = hers.add("glossary.csv", term_id="haze", term="Haze")
    hers.delete("test_costs.csv", 2)
    assert lines(hers, theirs) == [
        "glossary.csv: 1 only in yours",
        f"  row {row}, haze: your new row",
        "test_costs.csv: 1 only in theirs",
        "  heat: you left this row out",
    ]
    assert compared(hers.path, theirs.path)[-1] == "2 rows differ."


def test_where_both_changed_is_told_apart_from_what_either_changed(hers, theirs):
    hers.set("findings.csv", 2, "background", "0.3")
    theirs.set("findings.csv", 2, "background", "0.4")
    theirs.set("findings.csv", 3, "label", "Glaring light")
    hers.set("findings.csv", 4, "label", "Hot")
    theirs.add("glossary.csv", term_id="haze", term="Haze")
    theirs.delete("management.csv", 2)
    hers.delete("management.csv", 3)
    theirs.ship()
    assert lines(hers, theirs) == [
        "findings.csv: 3 changed",
        "  row 2, noon, background: '0.3' instead of '0.4' (BOTH changed: choose)",
        "  row 3, glare, label: '? glare' instead of 'Glaring light' "
        "(theirs is newer; you did not change it)",
        "  row 4, heat, label: 'Hot' instead of '? heat'",
        "management.csv: 1 only in yours, 1 only in theirs",
        "  row 2, cool: a row that they have dropped since; you did not change it",
        "  no_sun: you left this row out",
        "glossary.csv: 1 only in theirs",
        "  haze: their new row",
    ]


def test_a_row_that_one_changed_and_the_other_dropped_is_hers_to_choose(hers, theirs):
    hers.set("management.csv", 2, "text", "Cool it well")
    theirs.delete("management.csv", 2)
    theirs.set("management.csv", 2, "text", "Stay in")
    hers.delete("management.csv", 3)
    assert lines(hers, theirs)[1:] == [
        "  row 2, cool: a row that they have dropped since and that you changed: choose",
        "  no_sun: you left this row out, and they changed it: choose",
    ]


def test_both_made_the_same_change_is_no_difference(hers, theirs):
    for folder in (hers, theirs):
        folder.set("findings.csv", 2, "background", "0.3")
    assert lines(hers, theirs) == []


def test_without_a_record_nobody_is_said_to_have_changed_a_row(hers, theirs):
    (hers.path / RECORD).unlink()
    hers.set("findings.csv", 2, "background", "0.3")
    hers.add("glossary.csv", term_id="haze", term="Haze")
    hers.delete("test_costs.csv", 2)
    assert compared(hers.path, theirs.path)[0].startswith("Your tables (no record) beside ")
    assert lines(hers, theirs)[1::2] == [
        "  row 2, noon, background: '0.3' instead of '0.2'",
        "  row 4, haze: a row that they do not have",
        "  heat: a row that you do not have",
    ]


def test_the_numbers_of_a_set_with_decimal_commas_are_the_same_numbers(hers, theirs):
    rows = hers.read("findings.csv")
    index = rows[0].index("background")
    for row in rows[1:]:
        row[index] = row[index].replace(".", ",")
    hers.put("findings.csv", as_csv(rows, delimiter=";"))
    assert lines(hers, theirs) == []


def test_a_column_that_one_set_lacks_hides_no_other_difference(hers, theirs):
    rows = hers.read("findings.csv")
    index = rows[0].index("then_ask")
    hers.write("findings.csv", [row[:index] + row[index + 1 :] for row in rows])
    hers.set("findings.csv", 2, "background", "0.3")
    assert lines(hers, theirs)[1:] == [
        "  row 2, noon, background: '0.3' instead of '0.2'",
        "findings.csv: in yours, the column 'then_ask' is missing; the other columns were compared",
    ]


def test_a_table_that_names_no_row_is_told_and_not_called_the_same(hers, theirs):
    for folder, whose in ((theirs, "theirs"), (hers, "yours")):
        folder.write("glossary.csv", [row[1:] for row in folder.read("glossary.csv")])
        assert compared(hers.path, theirs.path)[1:] == [
            f"glossary.csv: cannot be compared; in {whose}, the column 'term_id' is missing",
            "No row differs; 1 file could not be compared.",
        ]


def test_what_is_wrong_in_theirs_is_not_said_of_hers(hers, theirs):
    (theirs.path / "trials.csv").unlink()
    assert compared(hers.path, theirs.path)[1:] == [
        "trials.csv: cannot be compared; in theirs, the file is missing; put it back",
        "No row differs; 1 file could not be compared.",
    ]


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_compared(hers, theirs):
    hers.put("causes.csv", b"\xff")
    (hers.path / "trials.csv").unlink()
    hers.set("findings.csv", 2, "background", "0.3")
    told = lines(hers, theirs)
    assert told[0].startswith(
        "causes.csv: cannot be compared; in yours, row 1, a letter is not in UTF-8"
    )
    assert "trials.csv: cannot be compared; in yours, the file is missing; put it back" in told
    assert "findings.csv: 1 changed" in told


def test_no_version_nor_id_can_colour_or_fill_the_terminal(hers, theirs):
    hers.set("local.csv", 3, "key", "data_version")
    hers.set("local.csv", 3, "value", "\x1b[31m" + "9" * 3000)
    hers.ship()
    hers.add("glossary.csv", term_id="\x1b[31m" + "a" * 3000)
    for line in compared(hers.path, theirs.path):
        assert line.isprintable()
        assert len(line) < 400


def test_no_cell_can_colour_or_fill_the_terminal(hers, theirs):
    hers.set("findings.csv", 2, "note", "\x1b[31m" + "A" * 3000)
    (line,) = [line for line in lines(hers, theirs) if "note" in line]
    assert line.isprintable()
    assert len(line) < 300


# ------------------------------------------------------------------------------ on the command line


def test_check_lists_what_a_trainer_changed_in_the_shipped_set(tmp_path, capsys):
    copy = Folder(tmp_path / "data", source=DATA)
    row = copy.row_of("management.csv", "item_id", "varicose_veins_do_not_rub")
    copy.set("management.csv", row, "text", "Rub it.")
    assert main(["check", str(copy.path), "--against", "shipped"]) == 0
    told = capsys.readouterr().out
    assert "management.csv: 1 changed\n" in told
    assert f"  row {row}, varicose_veins_do_not_rub, text: 'Rub it.' instead of '" in told
    assert "1 row differs.\n" in told
    assert told.splitlines()[-1].endswith("No problem found.")


def test_check_against_another_folder_and_against_none(hers, theirs, tmp_path, capsys):
    hers.set("findings.csv", 2, "background", "0.3")
    assert main(["check", str(hers.path), "--against", str(theirs.path)]) == 0
    assert "  row 2, noon, background: '0.3' instead of '0.2'" in capsys.readouterr().out
    for folder, other in ((hers.path, tmp_path / "no"), (tmp_path / "no", theirs.path)):
        assert main(["check", str(folder), "--against", str(other)]) == 1
        assert f"no table of a set lies in {tmp_path / 'no'}\n" in capsys.readouterr().err


def test_a_folder_without_tables_is_nothing_to_compare_with(hers, tmp_path, capsys):
    assert main(["check", str(hers.path), "--against", str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert "nothing is compared" in told.err
    assert "No row differs" not in told.out


def test_a_set_with_problems_is_compared_all_the_same(hers, theirs, capsys):
    hers.set("findings.csv", 2, "kind", "sign")
    assert main(["check", str(hers.path), "--against", str(theirs.path)]) == 1
    told = capsys.readouterr().out
    assert "  row 2, noon, kind: 'sign' instead of 'timing'" in told
    assert told.splitlines()[-1] == "1 problem found."
