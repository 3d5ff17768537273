"""What must be impossible (R1 to R13), and the tests that hold it: docs/rights.md is made from this list.

Each has at least one test that shows a check failing on what it is there to find. What a reviewer does to see for
themselves is in the package, in four languages (`twinline.node.rights.impossible`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """The tests that hold one of the thirteen, the controls that show them failing, and what they don't hold."""

    tests: tuple[str, ...]
    controls: tuple[str, ...]
    missing: str = ""


_RIGHTS = "tests/records/test_rights.py::"
_FREE = "tests/records/test_free_text.py::"
_IN = "tests/hostile/test_entrances.py::"
_CASES = "tests/records/test_kinds_of_casework.py::"
_PART = "tests/sealed/test_part_and_retention.py::"
_DESK = "tests/sealed/test_persons_at_the_desk.py::"
_AGAIN = "tests/store/test_recounting.py::"
_SMALL = "tests/figures/test_small_numbers.py::"
_DOOR = "tests/store/test_door.py::"
_ASKED = "tests/sealed/test_requests.py::"
_LIST = "tests/commands/test_rights_list.py::"
_PICTURES = "tests/store/test_attachments.py::"

IMPOSSIBLE = {
    "R1": Held(
        (_RIGHTS + "test_no_kind_has_a_field_label_or_code_about_what_is_never_recorded",
         _FREE + "test_at_most_five_of_a_thousand_ordinary_sentences_are_flagged",
         _FREE + "test_at_least_ninety_five_of_a_hundred_that_may_not_cross_are_caught",
         "tests/store/test_stays_home.py::test_it_does_not_cross_and_the_refusal_names_field_word_and_remedy"),
        (_RIGHTS + "test_the_scan_catches_a_kind_that_has_them_all",
         _FREE + "test_a_list_of_careless_words_flags_many_ordinary_sentences",
         _FREE + "test_without_the_list_none_is_caught"),
        "what is hidden on purpose, in words the list doesn't have",
    ),
    "R2": Held((_IN + "test_no_entrance_brings_a_field_that_there_is_not",
                _LIST + "test_the_list_in_the_package_is_what_a_node_really_has"),
               (_IN + "test_what_would_come_in_is_seen", _LIST + "test_a_box_that_only_the_form_has_is_found")),
    "R3": Held(
        (_RIGHTS + "test_no_incident_can_name_a_class_outside_the_list",
         _IN + "test_no_entrance_takes_an_offence_of_belief_speech_or_assembly",
         _IN + "test_the_passage_on_religion_leaves_only_marked_text_that_does_not_cross",
         "tests/store/test_allowed.py::test_an_offence_that_is_not_on_the_list_is_refused_by_the_database"),
        (_RIGHTS + "test_a_row_that_breaks_a_rule_is_caught", _IN + "test_what_would_come_in_is_seen",
         "tests/store/test_allowed.py::test_without_the_triggers_it_would_come_in"),
    ),
    "R4": Held(
        (_DESK + "test_it_stands_on_no_other_page_and_in_nothing_that_leaves",
         _DOOR + "test_what_a_later_version_says_of_a_person_is_not_taken_in_and_its_words_are_not_repeated",
         _LIST + "test_only_a_personal_part_and_what_it_is_looked_for_by_are_about_a_person_in_a_case",
         _CASES + "test_how_many_are_under_protection_is_stated_nowhere"),
        (_RIGHTS + "test_an_unknown_kind_is_searched_for_fields_that_look_personal",
         _RIGHTS + "test_an_ordinary_name_does_not_look_personal"),
        "a bare name typed into free text (no title, middle name or common family's name): no program knows it",
    ),
    "R5": Held(
        (_DESK + "test_whoever_is_a_suspect_no_more_is_taken_out_of_the_numbers_on_the_next_page",
         _AGAIN + "test_every_record_of_ours_that_counts_them_is_amended_and_no_other",
         _AGAIN + "test_a_figure_known_then_stays_as_it_was_and_says_that_it_was_corrected",
         _AGAIN + "test_nothing_that_crosses_tells_it_from_a_miscount",
         _AGAIN + "test_who_has_not_received_the_new_number_is_named_until_a_receipt_shows_it"),
        (_AGAIN + "test_a_confirmation_a_release_and_another_record_are_no_corrections",
         _AGAIN + "test_a_number_that_was_raised_waits_for_nobody"),
        "a second record of the same event that nobody tied to the first; a file of a past day bears no word of it",
    ),
    "R6": Held(
        (_PART + "test_a_part_without_class_basis_or_purpose_is_refused",
         _PART + "test_an_end_beyond_the_longest_of_its_class_is_refused",
         _DESK + "test_an_end_is_put_off_in_somebody_s_name_and_by_a_year_at_most"),
        (_PART + "test_a_part_with_class_basis_purpose_and_end_is_kept",),
    ),
    "R7": Held(
        (_RIGHTS + "test_a_return_cannot_count_what_is_never_counted",
         _RIGHTS + "test_marriages_and_migration_are_returned_for_a_province_only",
         "tests/records/test_kinds_of_cooperation.py::test_few_households_or_those_of_a_village_do_not_cross"),
        (_RIGHTS + "test_ordinary_words_pass",),
    ),
    "R8": Held((_PICTURES + "test_a_record_names_what_it_shows_from_its_kind_s_closed_list",),
               (_PICTURES + "test_whatever_is_put_beside_a_bare_picture_is_noticed",),
               "whether somebody is to be seen in a picture: whoever adds it answers for that"),
    "R9": Held((_DESK + "test_it_stands_on_no_other_page_and_in_nothing_that_leaves",
                "tests/hostile/test_crawl.py::test_nothing_leaks_breaks_or_runs_whoever_looks"),
               ("tests/sealed/test_vault.py::test_the_search_for_names_finds_one_where_it_stands",
                "tests/hostile/test_crawl.py::test_a_mark_that_leaks_is_found_by_the_same_crawl")),
    "R10": Held((_SMALL + "test_no_small_number_is_told_or_follows_from_all_that_may_be_asked",
                 _SMALL + "test_no_small_step_is_told_between_two_days_known_on"),
                (_SMALL + "test_a_rule_that_hides_the_small_number_alone_is_found_out",
                 _SMALL + "test_a_rule_without_steps_is_found_out"),
                "a record keeps its own numbers for those it is addressed to"),
    "R11": Held((_RIGHTS + "test_no_kind_has_a_field_label_or_code_about_what_is_never_recorded",
                 _CASES + "test_a_status_ends_after_twelve_months_by_itself",
                 _CASES + "test_a_status_is_counted_among_its_own_set_and_the_commune_is_asked"),
                ("tests/figures/test_articles_casework.py::test_a_status_that_nobody_renewed_is_not_counted_after_a_year",),
                "that nobody will add an indicator that ranks: each is reviewed by a person"),
    "R12": Held((_CASES + "test_a_handover_that_leaves_a_question_unanswered_is_refused",
                 _CASES + "test_suspects_are_handed_over_for_an_offence_and_never_for_crossing"),
                (_CASES + "test_a_handover_that_must_not_be_is_refused",)),
    "R13": Held((_ASKED + "test_two_people_find_all_parts_of_a_person_and_nobody_else_s",
                 _ASKED + "test_a_part_is_put_right_restricted_used_again_and_erased",
                 _ASKED + "test_whoever_holds_the_numbers_of_the_record_is_named",
                 _ASKED + "test_the_command_takes_both_passwords_and_does_the_same"),
                (_ASKED + "test_before_a_second_person_has_confirmed_nothing_is_opened",
                 _ASKED + "test_nobody_confirms_their_own_request")),
}  # fmt: skip
