/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/verdict.h"

#include <string.h>

#include "core/live.h"
#include "crypto/sha256.h"
#include "crypto/sign.h"

#define HOUR 3600
#define DAY 86400
#define START G_GINT64_CONSTANT (1767225600) /* 2026-01-01 */
#define END (START + 30 * DAY)
#define NOON (START + 10 * DAY)
#define STORE 7

/* One world: two issuers, four keys, one of them not in the list. */
typedef enum {
  KEY_ACTIVE,
  KEY_RETIRED,
  KEY_COMPROMISED,
  KEY_FUTURE, /* starts a day after START + 10 days */
  KEY_STRANGER,
  N_KEYS,
} WhichKey;

typedef struct {
  HufuKeyPair *pairs[N_KEYS];
  guint8 kids[N_KEYS][HUFU_TOKEN_KID_BYTES];
  HufuTrustList *trust;
  HufuKeyPair *holder;
} World;

static void
world_init (World *world)
{
  HufuTrustKey keys[KEY_STRANGER];

  memset (keys, 0, sizeof keys);
  for (guint i = 0; i < N_KEYS; i++) {
    world->pairs[i] = hufu_key_pair_make ();
    hufu_token_make_kid (world->pairs[i]->public_key, world->kids[i]);
    if (i == KEY_STRANGER)
      continue;
    memcpy (keys[i].kid, world->kids[i], sizeof keys[i].kid);
    memcpy (keys[i].public_key, world->pairs[i]->public_key, sizeof keys[i].public_key);
    g_strlcpy (keys[i].issuer, "hufu-demo", sizeof keys[i].issuer);
  }
  keys[KEY_RETIRED].state = HUFU_KEY_RETIRED;
  keys[KEY_COMPROMISED].state = HUFU_KEY_COMPROMISED;
  keys[KEY_FUTURE].not_before_utc_s = NOON + DAY;
  world->holder = hufu_key_pair_make ();
  world->trust = hufu_trust_list_new (3, keys, G_N_ELEMENTS (keys));
}

static void
world_clear (World *world)
{
  for (guint i = 0; i < N_KEYS; i++)
    hufu_key_pair_free (world->pairs[i]);
  hufu_key_pair_free (world->holder);
  hufu_trust_list_free (world->trust);
}

/* What differs from a good voucher of store 7, scanned there at noon. */
typedef struct {
  const char *why;
  HufuReason reason;
  gboolean online_only;
  WhichKey key;
  HufuTokenKind kind; /* 0: voucher */
  const char *issuer; /* NULL: "hufu-demo" */
  guint32 flags;      /* on top of, or with the highest bit instead of, "offline allowed" */
  guint64 home;       /* 0: store 7; G_MAXUINT64: none */
  guint64 scope[3];   /* store groups until the first 0 */
  guint64 newest;     /* newest generation known; the voucher has 2 */
  gint64 now_utc_s;   /* 0: noon */
  gboolean doubt;     /* the clock is not trusted */
  gboolean holder_key;
  guint64 store; /* other kinds: 0: none */
  gboolean forged;
  guint64 index; /* in the status list: 0 valid, 1 used, 2 revoked, 3 ask; 9: beyond its end */
  gboolean held;
  gboolean no_list;
  gboolean live;    /* shown as a live code; "forged" leaves its proof alone */
  gint64 age_steps; /* of that code */
  gboolean bad_proof;
} Case;

#define INSTEAD (1u << 31)

static const Case cases[] = {
    {"a good voucher", HUFU_R00_OK_HELD},
    /* key and signature */
    {"nobody knows the key", HUFU_R05_UNKNOWN_KEY, .key = KEY_STRANGER},
    {"a changed signature", HUFU_R06_BAD_SIGNATURE, .forged = TRUE},
    {"forged comes before expired", HUFU_R06_BAD_SIGNATURE, .forged = TRUE, .now_utc_s = END},
    {"a retired key's old voucher", HUFU_R00_OK_HELD, .key = KEY_RETIRED},
    {"a compromised key", HUFU_R00_OK_HELD, TRUE, .key = KEY_COMPROMISED},
    {"a key that starts tomorrow", HUFU_R08_NOT_YET, .key = KEY_FUTURE},
    {"a key that started", HUFU_R00_OK_HELD, .key = KEY_FUTURE, .now_utc_s = NOON + DAY},
    /* issuer and scope */
    {"another issuer's name on it", HUFU_R10_WRONG_SCOPE, .issuer = "other"},
    {"scope of one of our groups", HUFU_R00_OK_HELD, .scope = {9, 20}},
    {"scope of other groups", HUFU_R10_WRONG_SCOPE, .scope = {9, 11}},
    {"wrong scope comes before expired", HUFU_R10_WRONG_SCOPE, .scope = {9}, .now_utc_s = END},
    /* time */
    {"a second too early", HUFU_R08_NOT_YET, .now_utc_s = START - 1},
    {"in the first second", HUFU_R00_OK_HELD, .now_utc_s = START},
    {"in the last second", HUFU_R00_OK_HELD, .now_utc_s = END - 1},
    {"a second too late", HUFU_R09_EXPIRED, .now_utc_s = END},
    {"expired comes before an old generation", HUFU_R09_EXPIRED, .now_utc_s = END, .newest = 3},
    {"clock in doubt, far from both limits", HUFU_R00_OK_HELD, .doubt = TRUE},
    {"clock in doubt, near the start", HUFU_R00_OK_HELD, TRUE, .doubt = TRUE,
     .now_utc_s = START + DAY - 1},
    {"clock in doubt, a day after the start", HUFU_R00_OK_HELD, .doubt = TRUE,
     .now_utc_s = START + DAY},
    {"clock in doubt, a day before the end", HUFU_R00_OK_HELD, TRUE, .doubt = TRUE,
     .now_utc_s = END - DAY},
    {"clock in doubt, more than a day before", HUFU_R00_OK_HELD, .doubt = TRUE,
     .now_utc_s = END - DAY - 1},
    {"clock in doubt, before the start", HUFU_R21_CLOCK_UNTRUSTED, .doubt = TRUE,
     .now_utc_s = START - 1},
    {"clock in doubt, after the end", HUFU_R21_CLOCK_UNTRUSTED, .doubt = TRUE, .now_utc_s = END},
    {"clock in doubt, in 1970", HUFU_R21_CLOCK_UNTRUSTED, .doubt = TRUE, .now_utc_s = 1},
    /* status list */
    {"used, says the list", HUFU_R12_ALREADY_REDEEMED_ELSEWHERE, .index = 1},
    {"used, but the right is held here", HUFU_R00_OK_HELD, .index = 1, .held = TRUE},
    {"used, but the list is not here", HUFU_R00_OK_HELD, .index = 1, .no_list = TRUE},
    {"revoked, says the list", HUFU_R13_REVOKED, .index = 2},
    {"revoked, though the right is held here", HUFU_R13_REVOKED, .index = 2, .held = TRUE},
    {"for the platform to judge", HUFU_R00_OK_HELD, .index = 3},
    {"younger than the list", HUFU_R00_OK_HELD, .index = 9},
    {"expired comes before used", HUFU_R09_EXPIRED, .index = 1, .now_utc_s = END},
    {"used comes before an old generation", HUFU_R12_ALREADY_REDEEMED_ELSEWHERE, .index = 1,
     .newest = 3},
    {"revoked comes before the proof", HUFU_R13_REVOKED, .index = 2, .holder_key = TRUE},
    /* generation and proof */
    {"the newest generation", HUFU_R00_OK_HELD, .newest = 2},
    {"newer than we know", HUFU_R00_OK_HELD, .newest = 1},
    {"given to a friend since", HUFU_R15_GENERATION_OLD, .newest = 3},
    {"needs a live code", HUFU_R16_PROOF_REQUIRED, .flags = HUFU_VOUCHER_PROOF_REQUIRED},
    {"bound to a phone", HUFU_R16_PROOF_REQUIRED, .holder_key = TRUE},
    {"an old generation comes before the proof", HUFU_R15_GENERATION_OLD, .newest = 3,
     .holder_key = TRUE},
    /* live codes */
    {"the live code that it needs", HUFU_R00_OK_HELD, .holder_key = TRUE, .live = TRUE,
     .flags = HUFU_VOUCHER_PROOF_REQUIRED},
    {"a live code at the end of its time", HUFU_R00_OK_HELD, .holder_key = TRUE, .live = TRUE,
     .age_steps = 2},
    {"a screenshot", HUFU_R17_PROOF_BAD_OR_STALE, .holder_key = TRUE, .live = TRUE, .age_steps = 3},
    {"a phone whose clock is ahead", HUFU_R17_PROOF_BAD_OR_STALE, .holder_key = TRUE, .live = TRUE,
     .age_steps = -3},
    {"a screenshot, as it seems, while the clock is in doubt", HUFU_R21_CLOCK_UNTRUSTED,
     .holder_key = TRUE, .live = TRUE, .age_steps = 3, .doubt = TRUE},
    {"a good live code while the clock is in doubt", HUFU_R00_OK_HELD, .holder_key = TRUE,
     .live = TRUE, .doubt = TRUE},
    {"somebody else's proof", HUFU_R17_PROOF_BAD_OR_STALE, .holder_key = TRUE, .live = TRUE,
     .bad_proof = TRUE},
    {"a live code of a voucher without a holder key", HUFU_R17_PROOF_BAD_OR_STALE, .live = TRUE},
    {"the same, where a proof is asked for", HUFU_R17_PROOF_BAD_OR_STALE, .live = TRUE,
     .flags = HUFU_VOUCHER_PROOF_REQUIRED},
    {"a forged voucher comes before its proof", HUFU_R06_BAD_SIGNATURE, .holder_key = TRUE,
     .live = TRUE, .forged = TRUE, .bad_proof = TRUE},
    {"expired comes before the proof", HUFU_R09_EXPIRED, .holder_key = TRUE, .live = TRUE,
     .age_steps = 3, .now_utc_s = END},
    {"an old generation comes before a screenshot", HUFU_R15_GENERATION_OLD, .holder_key = TRUE,
     .live = TRUE, .age_steps = 3, .newest = 3},
    {"a live code of another store's", HUFU_R00_OK_HELD, TRUE, .holder_key = TRUE, .live = TRUE,
     .home = 8},
    {"a member's live code", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_MEMBER, .holder_key = TRUE,
     .live = TRUE},
    {"a member's code with a holder key, plain", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_MEMBER,
     .holder_key = TRUE},
    {"a screenshot of a member's live code", HUFU_R17_PROOF_BAD_OR_STALE, .kind = HUFU_TOKEN_MEMBER,
     .holder_key = TRUE, .live = TRUE, .age_steps = 3},
    /* online only */
    {"another store's", HUFU_R00_OK_HELD, TRUE, .home = 8},
    {"no store's", HUFU_R00_OK_HELD, TRUE, .home = G_MAXUINT64},
    {"offline not allowed", HUFU_R00_OK_HELD, TRUE, .flags = INSTEAD},
    {"risk tier and partial use are nothing special", HUFU_R00_OK_HELD,
     .flags = HUFU_VOUCHER_TIER_MASK | HUFU_VOUCHER_PARTIAL_USE},
    {"a flag of a later version", HUFU_R00_OK_HELD, TRUE, .flags = 1 << 6},
    /* other kinds */
    {"a member", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_MEMBER},
    {"a member who joined elsewhere", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_MEMBER, .store = 8},
    {"a member of another merchant", HUFU_R10_WRONG_SCOPE, .kind = HUFU_TOKEN_MEMBER,
     .issuer = "other"},
    {"a member's code out of date", HUFU_R09_EXPIRED, .kind = HUFU_TOKEN_MEMBER, .now_utc_s = END},
    {"a pick-up here", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_PICKUP, .store = STORE},
    {"a pick-up anywhere", HUFU_R00_OK_HELD, .kind = HUFU_TOKEN_PICKUP},
    {"a pick-up elsewhere", HUFU_R10_WRONG_SCOPE, .kind = HUFU_TOKEN_PICKUP, .store = 8},
    {"a table elsewhere", HUFU_R10_WRONG_SCOPE, .kind = HUFU_TOKEN_RESERVATION, .store = 8},
    {"a forged member", HUFU_R06_BAD_SIGNATURE, .kind = HUFU_TOKEN_MEMBER, .forged = TRUE},
};

static void
make_claims (const World *world, const Case *c, HufuClaims *claims)
{
  memset (claims, 0, sizeof *claims);
  claims->kind = c->kind != 0 ? c->kind : HUFU_TOKEN_VOUCHER;
  g_strlcpy (claims->issuer, c->issuer != NULL ? c->issuer : "hufu-demo", sizeof claims->issuer);
  claims->not_before_utc_s = START;
  claims->expires_utc_s = END;
  claims->has_holder_key = c->holder_key;
  memcpy (claims->holder_key, world->holder->public_key, sizeof claims->holder_key);
  if (claims->kind != HUFU_TOKEN_VOUCHER) {
    claims->subject_size = HUFU_TOKEN_SUBJECT_MIN;
    claims->has_store = c->store != 0;
    claims->store = c->store;
    return;
  }
  claims->uses = 1;
  claims->currency = 156;
  claims->has_home = c->home != G_MAXUINT64;
  claims->home_store = !claims->has_home ? 0 : c->home != 0 ? c->home : STORE;
  claims->generation = 2;
  claims->status_list = 20264;
  claims->status_index = c->index;
  claims->flags =
      (c->flags & INSTEAD) != 0 ? c->flags & ~INSTEAD : c->flags | HUFU_VOUCHER_OFFLINE_ALLOWED;
  while (claims->n_scope < 3 && c->scope[claims->n_scope] != 0) {
    claims->scope[claims->n_scope] = c->scope[claims->n_scope];
    claims->n_scope++;
  }
}

static HufuStatusList *
make_status_list (const Case *c)
{
  HufuStatusList *list =
      hufu_status_list_new (c->issuer != NULL ? c->issuer : "hufu-demo", 20264, 4);

  list->made_utc_s = NOON - 60;
  for (gsize i = 0; i < list->n_entries; i++)
    hufu_status_list_set (list, i, (HufuVoucherStatus)i);
  return list;
}

/* As the customer's phone shows it: plain, or in the envelope of a live code. */
static void
show (const World *world, const Case *c, HufuToken *token)
{
  gint64 now_utc_s = c->now_utc_s != 0 ? c->now_utc_s : NOON;
  guint64 step = hufu_live_step (now_utc_s) - (guint64)c->age_steps;
  HufuClaims claims;
  g_autofree char *plain = NULL;
  g_autofree char *live = NULL;

  make_claims (world, c, &claims);
  claims.has_holder_key |= c->live;
  plain = hufu_token_encode (&claims, world->kids[c->key], hufu_crypto_sign, world->pairs[c->key]);
  live = !c->live ? g_strdup (plain)
                  : hufu_live_encode (plain, step, hufu_sha256, hufu_crypto_sign,
                                      c->bad_proof ? world->pairs[c->key] : world->holder);
  g_assert_cmpint (hufu_token_decode (live, strlen (live), token), ==, HUFU_R00_OK_HELD);
  token->claims.has_holder_key = c->holder_key;
  token->signature[10] ^= c->forged ? 1 : 0;
}

static void
check_case (const World *world, const Case *c)
{
  static const guint64 groups[] = {10, 20};
  g_autoptr (HufuStatusList) list = make_status_list (c);
  const HufuVerdictContext context = {
      .trust = world->trust,
      .verify = hufu_crypto_verify,
      .sha256 = hufu_sha256,
      .store_no = STORE,
      .groups = groups,
      .n_groups = G_N_ELEMENTS (groups),
      .now_utc_s = c->now_utc_s != 0 ? c->now_utc_s : NOON,
      .clock_trusted = !c->doubt,
      .newest_generation = c->newest,
      .lists = &list,
      .n_lists = c->no_list ? 0 : 1,
      .held = c->held,
  };
  HufuToken token;
  HufuVerdict verdict;

  show (world, c, &token);
  verdict = hufu_verdict_check (&token, &context);
  g_test_message ("%s", c->why);
  g_assert_cmpint (verdict.reason, ==, c->reason);
  g_assert_cmpint (verdict.online_only, ==, c->online_only);
  if (verdict.reason != HUFU_R00_OK_HELD || token.claims.kind != HUFU_TOKEN_VOUCHER)
    return;
  g_assert_cmpint (verdict.status, ==,
                   c->no_list || c->index > 3 ? HUFU_STATUS_UNLISTED : (HufuVoucherStatus)c->index);
  g_assert_cmpint (verdict.status_utc_s, ==, c->no_list ? 0 : NOON - 60);
}

static void
test_cases (void)
{
  World world;

  world_init (&world);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    check_case (&world, &cases[i]);
  world_clear (&world);
}

static void
test_trust_list (void)
{
  HufuTrustKey keys[100];
  HufuTrustList *list, *empty = hufu_trust_list_new (0, NULL, 0);

  memset (keys, 0, sizeof keys);
  for (guint i = 0; i < 100; i++) {
    keys[i].kid[0] = (guint8)(i * 37 % 100);
    keys[i].public_key[0] = (guint8)i;
  }
  list = hufu_trust_list_new (9, keys, 100);
  g_assert_cmpuint (list->version, ==, 9);
  for (guint i = 0; i < 100; i++) {
    const HufuTrustKey *found = hufu_trust_list_find (list, keys[i].kid);

    g_assert_nonnull (found);
    g_assert_cmpuint (found->public_key[0], ==, i);
  }
  keys[0].kid[7] = 1;
  g_assert_null (hufu_trust_list_find (list, keys[0].kid));
  g_assert_null (hufu_trust_list_find (empty, keys[1].kid));
  hufu_trust_list_free (list);
  hufu_trust_list_free (empty);
  hufu_trust_list_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/cases", test_cases);
  g_test_add_func ("/verdict/trust-list", test_trust_list);
  return g_test_run ();
}
