"""The picture across the board: every position once, heights of the shares, the grey zone and the cut-line."""

from bappeda import stability_picture


def test_each_position_has_its_column_while_there_is_room():
    picture = stability_picture.draw([10, 5, 0], 10, grey=[2], cut=3)
    assert [(column.x, column.y, column.height, column.is_grey) for column in picture.columns] == [
        ("0.00", "0.00", "100.00", False),
        ("33.33", "50.00", "50.00", True),
        ("66.67", "100.00", "0.00", False),
    ]
    assert picture.cut == "66.67"


def test_many_positions_share_columns_without_losing_one():
    count = 3400
    picture = stability_picture.draw([10] * 1700 + [0] * 1700, 10, grey=[3400], cut=None)
    assert len(picture.columns) == stability_picture.COLUMNS
    assert abs(sum(float(column.width) for column in picture.columns) - 100) < 1
    assert sum(float(column.height) for column in picture.columns) == 100 * stability_picture.COLUMNS / 2
    assert [column.is_grey for column in picture.columns].index(True) == stability_picture.COLUMNS - 1
    assert picture.cut is None
    assert count == 3400


def test_one_proposal_fills_the_box():
    (column,) = stability_picture.draw([4], 10, grey=[1], cut=None).columns
    assert (column.width, column.height, column.is_grey) == ("100.00", "40.00", True)
