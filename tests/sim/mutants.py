# SPDX-License-Identifier: GPL-3.0-or-later
"""The bugs that mutations.py plants: each breaks one rule of the protocol of rights, in the shipped
source, as a slip of the hand would."""
from collections import namedtuple

# edits: (path, what is there, what is there then); scenario: of tests/sim/scenario-NAME.c, for what
# is too rare for chance.
Mutant = namedtuple("Mutant", "name edits scenario", defaults=[None])

RIGHT = "src/core/right.c"
CREDIT = "src/store/right-credit.c"
RECEIVE = "src/store/right-receive.c"
DEBIT = "src/store/right-debit.c"
RETURN = "src/store/right-return.c"
INCARNATION = "src/store/incarnation.c"
UNDO = "src/store/use-undo.c"
JOURNAL = "src/store/journal-store.c"
GRANT = "src/platform/rights-grant.c"
MOVE = "src/platform/rights-move.c"
DRAIN = "src/platform/rights-drain.c"
UNDO_ONLINE = "src/platform/rights-online.c"
REDEMPTION = "src/platform/redemption.c"
EVENTS = "src/platform/events.c"
INTERPRET = "src/platform/interpret.c"
TERMINALS = "src/platform/terminals.c"
USES = "src/platform/rights.c"
WISH = "src/platform/wish.c"
WISH_WAIT = "src/platform/wish-wait.c"
UNLEASED = "src/platform/unleased.c"
LIMITS = "src/store/limits-store.c"
ACCEPT = "src/store/use-unleased.c"
REDEEM = "src/store/use-redeem.c"
LIVE = "src/store/live-code.c"
VERDICT = "src/core/verdict.c"
CHANGES = "src/store/change-store.c"
LAN_JSON = "src/sync/lan-json.c"
CONFLICT = "src/platform/conflict.c"

MUTANTS = [
    Mutant("a late grant re-creates a row that left", [
        (RIGHT, "  if (hufu_epoch_compare (grant, known) <= 0)\n    return HUFU_GRANT_KNOWN;\n", "")]),
    Mutant("the id of a grant is not remembered", [
        (CREDIT, '" SELECT cti, generation, k, platform_epoch, counter, 0"\n'
                 '                   " FROM grant_page WHERE take ON CONFLICT DO UPDATE SET"\n'
                 '                   " platform_epoch = excluded.platform_epoch, counter = excluded.counter,"\n'
                 '                   " hop = excluded.hop");',
         '" SELECT cti, generation, k, platform_epoch, 0, 0"\n'
         '                   " FROM grant_page WHERE take ON CONFLICT DO NOTHING");')]),
    Mutant("credited without an open request", [
        (RECEIVE, "  else if (!credit->open)\n    *ret_outcome = HUFU_RECEIVE_NO_REQUEST;\n", "")]),
    Mutant("credited twice", [
        (RECEIVE, "  else if (credit->known)\n    *ret_outcome = HUFU_RECEIVE_KNOWN;\n"
                  "  else if (!credit->open)\n    *ret_outcome = HUFU_RECEIVE_NO_REQUEST;\n", ""),
        (RIGHT, "return order > 0 || (order == 0 && hop > known_hop) ? HUFU_CREDIT_TAKE : HUFU_CREDIT_PASSED;",
         "return order >= 0 && hop >= known_hop ? HUFU_CREDIT_TAKE : HUFU_CREDIT_PASSED;")]),
    Mutant("a report does not close what was asked", [
        (RETURN, ' ||\n      !HUFU_REQUEST_CLOSE (db, error, "TRUE"))', ")")]),
    Mutant("news that come late are news", [
        (CHANGES, "if (g_strcmp0 (from, terminal.changes_cursor) != 0)", "if (FALSE)")], "lives"),
    Mutant("what a copy asked for is free", [
        (MOVE, "  hufu_terminals_freeze (platform, &debit->to_terminal, debit->to_incarnation);\n  return FALSE;",
         "  return TRUE;")], "lives"),
    Mutant("a report drops nothing", [
        (RETURN, '"DELETE FROM entitlement WHERE (platform_epoch, counter) <= (?1, ?2)"',
         '"DELETE FROM entitlement WHERE (platform_epoch, counter) <= (?1, 0 * ?2)"')]),
    Mutant("a report raises no fence", [
        (RETURN, "SQL_EPOCH (number), SQL_INT (report_no));",
         "SQL_INT (0), SQL_INT (0), SQL_INT (report_no));")], "rights"),
    Mutant("the fence is not checked at a grant", [
        (RIGHT, "  if (hufu_epoch_compare (grant, fence) <= 0)\n    return HUFU_GRANT_BELOW_FENCE;\n", "")],
        "rights"),
    Mutant("granted again without a report", [
        (GRANT, "\"r.terminal_id = ? AND r.incarnation = ? AND \"",
         "\"r.terminal_id <> ? AND r.incarnation = ? AND \"")]),
    Mutant("draining ignores the chain of debits", [
        (DRAIN, "(row.hop == 0 || row.request_seq < seq)", "TRUE"),
        (DRAIN, "  if (!hufu_right_row_is_holder (&row, holder)) {\n", "  if (FALSE) {\n")]),
    Mutant("a leased right is redeemed online", [
        (REDEMPTION, "if (row->state == HUFU_RIGHT_AVAILABLE) {",
         "if (row->state == HUFU_RIGHT_AVAILABLE || row->state == HUFU_RIGHT_LEASED) {"),
        (REDEMPTION, "if (row->state != HUFU_RIGHT_AVAILABLE)\n      continue;",
         "if (row->state != HUFU_RIGHT_AVAILABLE && row->state != HUFU_RIGHT_LEASED)\n      continue;"),
        (UNDO_ONLINE, "  g_assert (row.state == HUFU_RIGHT_AVAILABLE);\n", "")]),
    Mutant("undone after a report or a recall", [
        (UNDO, "AND (t.platform_epoch, t.counter) >= (?4, ?5))", "AND (t.platform_epoch, t.counter) < (?4, ?5))"),
        (UNDO, "WHERE report_no > ?7", "WHERE report_no < 0 * ?7")]),
    Mutant("the generation is not in the key of a right", [
        (VERDICT, "  if (claims->generation < context->newest_generation)\n    return HUFU_R15_GENERATION_OLD;\n", ""),
        (REDEEM, '" WHERE cti = ? AND generation = ? ORDER BY k LIMIT 1"', '" WHERE cti = ? AND ? >= 0 ORDER BY k LIMIT 1"'),
        (REDEEM, "  else if (state->voucher != NULL && redemption->generation < state->newest_generation)\n"
                 "    *ret_reason = HUFU_R15_GENERATION_OLD;\n", ""),
        (REDEEM, '" WHERE cti = ? AND generation = ? AND k = ?",', '" WHERE cti = ? AND ? >= 0 AND k = ?",'),
        (REDEEM, '"DELETE FROM entitlement WHERE cti = ? AND generation = ? AND k = ?",',
         '"DELETE FROM entitlement WHERE cti = ? AND ? >= 0 AND k = ?",')]),
    Mutant("a transfer leaves the right of the old generation", [
        (WISH, "(json_int_t)(is_cash ? issued->value_minor - row->remaining_minor : 0)));\n    end_right (platform, row, is_cash);\n",
         "(json_int_t)(is_cash ? issued->value_minor - row->remaining_minor : 0)));\n")]),
    Mutant("what remains is doubled by a transfer", [
        (DEBIT, ".remaining_minor = right->remaining_minor,\n      .from_terminal",
         ".remaining_minor = 2 * right->remaining_minor,\n      .from_terminal")]),
    Mutant("what remains is lost by a transfer", [
        (DEBIT, ".remaining_minor = right->remaining_minor,\n      .from_terminal",
         ".remaining_minor = right->remaining_minor / 2,\n      .from_terminal")]),
    Mutant("what remains is lost when given to a friend", [
        (WISH, "generation, (gint64)row->key.k, row->remaining_minor,\n",
         "generation, (gint64)row->key.k, row->remaining_minor / 2,\n")]),
    Mutant("a new incarnation keeps the rights", [
        (INCARNATION, '         HUFU_RUN (db, error, "DELETE FROM entitlement") &&\n', "")]),
    Mutant("an incarnation is given twice", [
        (TERMINALS, "  if (incarnation == 0)\n    incarnation = hufu_terminals_begin_incarnation",
         "  if (incarnation == 0)\n    incarnation = holder->incarnation;\n  if (incarnation == 0)\n"
         "    incarnation = hufu_terminals_begin_incarnation")]),
    Mutant("a restored platform keeps granting", [
        (GRANT, "if (!hufu_terminals_is_live (platform, holder) || hufu_restore_is_on (platform) ||",
         "if (!hufu_terminals_is_live (platform, holder) ||")]),
    Mutant("a use is not in the platform's log", [
        (USES, '  if (strcmp (state, "used") == 0)\n    hufu_log_use (platform, holder, report);\n', "")],
        "lives"),
    Mutant("what came of a wish is not in the platform's log", [
        (WISH, "  note_state (platform, wish_id);\n}\n", "}\n")], "lives"),
    Mutant("events are acknowledged before they are stored", [
        (EVENTS, "if (!hufu_pdb_commit (platform->db, error) ||",
         "hufu_pdb_rollback (platform->db);\n    if (")]),
    Mutant("a debit is not durable", [
        (DEBIT, "hufu_act_end (db, answer (db, request, device, ret_outcome, &document, error), error))",
         "!answer (db, request, device, ret_outcome, &document, error))\n    return FALSE;\n"
         "  hufu_act_roll_back (db);\n  if (FALSE)")]),
    Mutant("the chain hash is not compared", [
        (EVENTS, "  if ((gint64)event->seq <= chain->acked_seq)\n    return is_stored_hash (platform, event, hash);",
         "  if ((gint64)event->seq <= chain->acked_seq)\n    return is_stored_hash (platform, event, hash) || TRUE;"),
        (JOURNAL, "  return same != 0 || hufu_store_refuse", "  return TRUE || same != 0 || hufu_store_refuse")],
        "lives"),
    Mutant("a till takes grants of another platform epoch", [
        (RIGHT, "  if (grant->platform_epoch < platform_epoch)\n    return HUFU_GRANT_OLD_PLATFORM;\n"
                "  if (grant->platform_epoch > platform_epoch)\n    return HUFU_GRANT_NEWER_PLATFORM;\n", "")], "rights"),
    Mutant("an earlier report of the asker counts", [
        (MOVE, '"AND reported_seq > ?"', '"AND reported_seq > 0 * ?"')]),
    Mutant("a recall is acknowledged without tombstone", [
        (RETURN, "drop (db, recall, error) && write_tombstone (db, recall, marks, error) &&",
         "drop (db, recall, error) &&")]),
    Mutant("a recall is acknowledged without dropping", [
        (RETURN, "drop (db, recall, error) && write_tombstone (db, recall, marks, error) &&",
         "write_tombstone (db, recall, marks, error) &&")]),
    Mutant("a use that no report covers is undone online", [
        (UNDO_ONLINE, "if (use->is_held && !hufu_rights_is_covered (platform, &use->holder, &use->key, use->seq)) {",
         "if (FALSE) {"),
        (UNDO_ONLINE, "(row.state == HUFU_RIGHT_USED && hufu_rights_make_let_go (platform, &row))",
         "row.state == HUFU_RIGHT_USED")]),
    Mutant("a refused undo later commits", [
        (UNDO_ONLINE, "  if (was_refused (platform, asker, order))\n    return FALSE;\n", "")], "rights"),
    Mutant("the answer to an earlier attempt ends an undo", [
        (UNDO, "row.use.state == HUFU_USE_UNDOING && row.use.undo_attempt == attempt)",
         "row.use.state == HUFU_USE_UNDOING)")], "rights"),
    Mutant("a use is undone online beside one that its till may undo", [
        (UNDO_ONLINE, "(row.state == HUFU_RIGHT_USED && hufu_rights_make_let_go (platform, &row))",
         "row.state == HUFU_RIGHT_USED")], "rights"),
    Mutant("a refund does not wait for what a till may undo", [
        (WISH_WAIT, "         (row->state == HUFU_RIGHT_USED && hufu_wish_has_available (rights) &&\n"
                    "          !hufu_rights_has_let_go (platform, row));", "         FALSE;")], "rights"),
    Mutant("a till that ends while the platform is restored has told all", [
        (TERMINALS, '"OR NOT (SELECT restoring FROM platform))"', '"OR TRUE)"')], "lives"),
    Mutant("an undo that is asked again is refused", [
        (REDEMPTION, "\"SELECT 1 FROM use WHERE use_id = ? AND state = 'undone'\"",
         "\"SELECT 1 FROM use WHERE use_id = ? AND state = 'gone'\"")], "rights"),
    Mutant("a refused key commits later", [
        (REDEMPTION, "  if (*ret_outcome == HUFU_KEY_UNKNOWN) {\n    key.answer = decide",
         "  if (*ret_outcome == HUFU_KEY_UNKNOWN || g_str_equal (key.state, \"refused\")) {\n    key.answer = decide"),
        (REDEMPTION, '"INSERT INTO redemption VALUES', '"INSERT OR REPLACE INTO redemption VALUES')]),
    Mutant("an event that cannot be read is skipped", [
        (INTERPRET, "if (kinds[i].sort == KIND_RETURN && has_unclear_before (subject))",
         "if (kinds[i].sort == KIND_RETURN && has_unclear_before (subject) && FALSE)")], "rights"),
    Mutant("a debit keeps the hop", [
        (DEBIT, ".hop = right->hop + 1,", ".hop = right->hop + 0,")]),
    Mutant("events of a branch move rights", [
        (INTERPRET, "static const char *\nsale_finished (",
         "static const char *interpret (HufuSubject *subject, const char *kind);\n"
         "static const char *\nsale_finished ("),
        (INTERPRET, "      code = hufu_interpret_branch (&inner, kind);", "      code = interpret (&inner, kind);")]),
    Mutant("a debit of before moves a right back", [
        (MOVE, "if (order == 0 && debit->hop <= row.hop) {", "if (order == 0 && debit->hop < row.hop && FALSE) {")]),
    Mutant("credited across platform epochs", [
        (RECEIVE, " &&\n         request->platform_epoch == till->platform_epoch;", ";"),
        (RIGHT, "  if (epoch->platform_epoch != platform_epoch)\n    return HUFU_CREDIT_OTHER_PLATFORM;\n", "")],
        "rights"),
    Mutant("a debit does not tell what was undone", [
        (DEBIT, "    *ret_full = !hufu_debit_add_undone (debit, &use_id);\n", "    *ret_full = FALSE;\n")], "rights"),
    Mutant("who is given a right is not told how far the journal is", [
        (LAN_JSON, "  if (debit->head.seq > 0)\n", "  if (FALSE)\n")], "lives"),
    Mutant("a successor answers for its predecessor", [
        (DEBIT, " ||\n           request->owner_incarnation != till->incarnation)", ")")], "lives"),
    Mutant("a key whose sale is stored is given up", [
        (REDEMPTION, '"WHERE use_id = ? AND state = \'finished\'",', '"WHERE use_id = ? AND state = \'begun\'",')],
        "lives"),
    Mutant("a fork drops open keys", [
        (INCARNATION, '         HUFU_RUN (db, error, "DELETE FROM entitlement") &&\n',
         '         HUFU_RUN (db, error, "DELETE FROM entitlement") &&\n'
         '         HUFU_RUN (db, error, "DELETE FROM voucher_use WHERE state = \'asked\'") &&\n')], "lives"),
    Mutant("what was accepted under limits is not counted", [
        (ACCEPT, "{used->uses + 1, used->total_minor + amount_minor}", "{used->uses, used->total_minor}")]),
    Mutant("limits are free again before the report is confirmed", [
        (LIMITS, '"UPDATE terminal SET reported_uses = unleased_uses,"\n'
                 '                   " reported_minor = unleased_minor"',
         '"UPDATE terminal SET unleased_uses = 0, unleased_minor = 0"')]),
    Mutant("a use under limits is undone without giving back", [
        (UNDO_ONLINE, "  if (uses->len == 0)\n    return FALSE;\n", "")], "limits"),
    Mutant("a write-off counts uses under limits twice", [
        (TERMINALS, "hufu_right_row_sum_used (platform, row, is_cash) +\n                hufu_right_row_sum_unleased (platform, row, is_cash);",
         "hufu_right_row_sum_used (platform, row, is_cash);")], "limits"),
    Mutant("who waits for a right is in the way of an undo", [
        (CONFLICT, "claim.state = HUFU_CLAIM_WAITS;", "claim.state = HUFU_CLAIM_STANDS;")], "limits"),
    Mutant("what is undone after a refund is forgotten", [
        (UNLEASED, 'return end_undone (platform, &row, holder, report, accepted.amount_minor) ? "ended" : "ok";',
         'return "ok";')], "limits"),
    Mutant("what another needs is paid back too", [
        (UNLEASED, "value_minor == HUFU_CLAIMS_WHOLE ? amount_minor : owed,", "amount_minor,")], "limits"),
    Mutant("a restoring platform uses up rights for limits", [
        (UNLEASED, "if (hufu_restore_is_on (platform) || !hufu_rights_find", "if (!hufu_rights_find")], "limits"),
    Mutant("a list is believed more than what is held", [
        (VERDICT, "verdict->status == HUFU_STATUS_USED && !context->held ?", "verdict->status == HUFU_STATUS_USED ?")],
        "limits"),
    Mutant("a live code is good twice", [
        (LIVE, "WHERE excluded.step > step OR excluded.scan_id = scan_id", "WHERE excluded.step >= step")], "limits"),
]
