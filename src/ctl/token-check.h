/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `hufuctl token check [--key KIDHEX:PUBHEX]... [--at UNIX] TEXT`: what a token says and whether
 * its issuer signed it, without a database. Prints one JSON object on one line:
 *
 *   {"accepted":true,"signature":"good","claims":{...},...}
 *   {"accepted":false,"reason":"R09","name":"EXPIRED","sentence_en":"...","sentence_zh":"...",...}
 *   {"accepted":null,"signature":"not checked","claims":{...},...}
 *
 * With keys, they are the whole trust list; time is checked against --at, or now. Without, nobody
 * knows who made it: the signature is "not checked", it is never accepted, and time is checked only
 * if --at is given. Store, scope and rights are not
 * checked: "accepted" is no promise that a counter will redeem it. TEXT may also be a link that
 * carries a token.
 */
#pragma once

#include <glib.h>

/* argv[0] is skipped. Returns the exit code: 0 accepted, 2 refused or not checked, 1 wrong usage
 * (said on standard error). */
int hufu_ctl_token_check (int argc, char **argv);

/* The same without printing: the line, or NULL and a message on wrong usage. Free with g_free. */
char *hufu_ctl_token_check_line (int argc, char **argv, int *ret_exit, GError **error);
