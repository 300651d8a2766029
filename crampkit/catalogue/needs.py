"""What the figures of the lessons draw, by the ids of its rows.

A check sees to it that these rows are there, and whole, wherever a figure has any of its rows or the
lesson that shows it is taught; so the views look up what they draw without asking.
"""

from __future__ import annotations

from crampkit.catalogue.tables import PERIODS

VEIN_STEPS = ("drawn_vein", "drawn_leg")
VEIN_PERIODS = PERIODS[1:4]
VEIN_POSITIONS = ("flat", "left_side", "standing")
"""measurements.csv has a step for each of these series, in each period and position."""

CALCIUM_STARTS = ("start_total", "start_albumin")
CALCIUM_PARTS = ("part_free", "part_bound")
"""Rows of measurements.csv: where the sliders begin and end, and the parts that the sentence tells."""

CALCIUM_FORMULA = ("calcium_adjustment_per_gram", "calcium_adjustment_albumin")
"""Keys of local.csv whose value is a number."""

CLOTS_WHERE = ("clot_left", "clot_spares_calf", "clot_iliac_femoral")
CLOTS_BY_POINTS = ("left_0_points", "left_1_point", "left_2_points", "left_3_points")
"""Rows of epidemiology.csv, in the order in which a figure shows them."""

TESTS = ("slr_positive", "crossed_slr_positive")
"""Rows of accuracy.csv that a lesson draws as a hundred women."""

TRIALS = ("dahle_1995",)
"""Rows of trials.csv of which a lesson draws each woman."""

TAUGHT_IN = {
    "vein_pressure": "uterine_compression",
    "adjusted_calcium": "hypocalcaemia",
    "clots": "red_flags",
    "hundred_women": "disc_herniation",
    "one_trial": "what_works",
}
"""The lesson that shows each figure."""
