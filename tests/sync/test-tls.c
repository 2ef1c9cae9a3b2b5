/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * https: the till talks to a platform whose certificate an authority vouches for and whose key is
 * on the trust list, and to nobody else: not one request goes to another.
 */
#include <string.h>

#include "tests/sync/certificates.h"
#include "tests/sync/till.h"

#define AWAIT_MS 20000

/* One authority and three of its certificates; another authority with one. */
typedef struct {
  HufuTempdir *dir;
  char *ca, *other_ca;
  char *pins[3];
} Papers;

static const char *const names[] = {"first", "second", "third"};

static void
papers_make (Papers *papers)
{
  papers->dir = hufu_tempdir_new ();
  hufu_certificates_make_authority (papers->dir, "ca");
  hufu_certificates_make_authority (papers->dir, "other-ca");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    hufu_certificates_make (papers->dir, "ca", names[i], "IP:127.0.0.1");
    papers->pins[i] = hufu_certificates_find_pin (papers->dir, names[i]);
  }
  hufu_certificates_make (papers->dir, "other-ca", "stranger", "IP:127.0.0.1");
  hufu_certificates_make (papers->dir, "ca", "elsewhere", "DNS:elsewhere.example");
  papers->ca = hufu_tempdir_build (papers->dir, "ca.pem");
  papers->other_ca = hufu_tempdir_build (papers->dir, "other-ca.pem");
}

static void
papers_clear (Papers *papers)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (papers->pins[i]);
  g_free (papers->ca);
  g_free (papers->other_ca);
  hufu_tempdir_free (papers->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Papers, papers_clear)

static char *
find_file (const Papers *papers, const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return hufu_tempdir_build (papers->dir, file);
}

static void
show_certificate (HufuProxy *proxy, const Papers *papers, const char *name)
{
  g_autofree char *certificate = find_file (papers, name, ".pem");
  g_autofree char *key = find_file (papers, name, ".key");

  hufu_proxy_set_certificate (proxy, certificate, key);
}

/* Arguments of a platform that serves HTTPS itself and pins one or two keys. */
static GStrv
make_arguments (const Papers *papers, guint certificate, guint pin, guint second_pin)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_autofree char *path = find_file (papers, names[certificate], ".pem");
  g_autofree char *key = find_file (papers, names[certificate], ".key");

  g_strv_builder_add_many (arguments, "--tls-certificate", path, "--tls-key", key, "--tls-pin",
                           papers->pins[pin], "--tls-pin", papers->pins[second_pin], NULL);
  return g_strv_builder_end (arguments);
}

static void
restart (HufuPlatformProcess *platform, GStrv arguments)
{
  hufu_platform_process_kill (platform);
  platform->extra = arguments;
  hufu_platform_process_start (platform);
}

static void
await_trouble (HufuTill *till, HufuTrouble trouble)
{
  hufu_till_await (till, hufu_till_get_state (till).trouble == trouble, AWAIT_MS);
  g_assert_cmpstr (hufu_till_get_state (till).problem, ==,
                   hufu_trouble_sentence (trouble, HUFU_LANG_EN));
  g_assert_cmpint (hufu_till_get_state (till).link, ==, HUFU_LINK_OFFLINE);
}

/* The platform's key moves from the first pin to the second, and then to one that was made known
 * before it was used; a key that was not is refused, and nothing is lost meanwhile. */
static void
test_rotation (void)
{
  g_auto (Papers) papers = {0};
  g_auto (GStrv) one = NULL, two = NULL, surprise = NULL, announced = NULL, three = NULL;
  g_autoptr (HufuPlatformProcess) platform = NULL;
  g_autoptr (HufuTill) till = NULL;
  g_auto (HufuTerminal) terminal = {0};

  papers_make (&papers);
  one = make_arguments (&papers, 0, 0, 1);
  two = make_arguments (&papers, 1, 0, 1);
  surprise = make_arguments (&papers, 2, 1, 2);
  announced = make_arguments (&papers, 1, 1, 2);
  three = make_arguments (&papers, 2, 1, 2);
  platform = hufu_platform_process_new (one);
  platform->ca_file = papers.ca;
  till = hufu_till_new (500, platform, platform->port);
  till->scheme = "https";
  till->ca_file = papers.ca;
  hufu_till_start (till);
  hufu_till_await_synced (till);

  restart (platform, two);
  hufu_till_write_events (till, 3);
  hufu_till_await_synced (till);

  restart (platform, surprise);
  hufu_till_write_events (till, 3);
  await_trouble (till, HUFU_TROUBLE_TLS_PIN);
  g_assert_cmpuint (hufu_till_get_state (till).n_unsent, ==, 3);

  restart (platform, announced);
  hufu_till_await_synced (till);
  restart (platform, three);
  hufu_till_write_events (till, 3);
  hufu_till_await_synced (till);
  hufu_till_load (till, &terminal);
  g_assert_cmpint (hufu_platform_process_status (platform, "events"), ==,
                   (gint64)terminal.last_seq);
  hufu_till_assert_whole (till);
}

/* A till that has pins meets certificates of the same authority with another key, of another
 * authority, and of another place: each is one sentence, and nothing goes out. */
static void
test_refused (void)
{
  static const struct {
    const char *certificate;
    HufuTrouble trouble;
  } rows[] = {
      {"third", HUFU_TROUBLE_TLS_PIN},
      {"stranger", HUFU_TROUBLE_TLS},
      {"elsewhere", HUFU_TROUBLE_TLS},
  };
  g_auto (Papers) papers = {0};
  g_autoptr (HufuPlatformProcess) platform = NULL;
  g_autoptr (HufuProxy) proxy = hufu_proxy_new ();
  g_autoptr (HufuTill) till = NULL;

  papers_make (&papers);
  char *const pins[] = {(char *)(gsize) "--tls-pin", papers.pins[0], (char *)(gsize) "--tls-pin",
                        papers.pins[1], NULL};
  platform = hufu_platform_process_new (pins);
  hufu_proxy_set_target (proxy, platform->port);
  show_certificate (proxy, &papers, "first");
  till = hufu_till_new (501, platform, hufu_proxy_get_port (proxy));
  till->scheme = "https";
  till->ca_file = papers.ca;
  hufu_till_start (till);
  hufu_till_await_synced (till);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    guint n_before;

    g_test_message ("%s", rows[i].certificate);
    /* No round may be under way while the certificate changes. */
    hufu_till_close (till);
    n_before = hufu_proxy_count (proxy, "");
    show_certificate (proxy, &papers, rows[i].certificate);
    hufu_till_open (till);
    hufu_till_start (till);
    hufu_till_write_events (till, 2);
    await_trouble (till, rows[i].trouble);
    g_assert_cmpuint (hufu_till_get_state (till).n_unsent, ==, 2);
    g_assert_cmpuint (hufu_proxy_count (proxy, ""), ==, n_before);
    show_certificate (proxy, &papers, "second");
    hufu_till_await_synced (till);
    hufu_till_assert_whole (till);
  }
}

/* A new till that knows no pin yet relies on the authority alone: without it, it is not enrolled.
 */
static void
test_unknown_authority (void)
{
  g_auto (Papers) papers = {0};
  g_autoptr (HufuPlatformProcess) platform = hufu_platform_process_new (NULL);
  g_autoptr (HufuProxy) proxy = hufu_proxy_new ();
  g_autoptr (HufuTill) till = NULL;
  g_auto (HufuTerminal) terminal = {0};

  papers_make (&papers);
  hufu_proxy_set_target (proxy, platform->port);
  show_certificate (proxy, &papers, "first");
  till = hufu_till_new (502, platform, hufu_proxy_get_port (proxy));
  till->scheme = "https";
  till->ca_file = papers.other_ca;
  hufu_till_start (till);
  await_trouble (till, HUFU_TROUBLE_TLS);
  g_assert_cmpuint (hufu_proxy_count (proxy, ""), ==, 0);
  hufu_till_load (till, &terminal);
  g_assert_false (terminal.enrolled);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/tls/rotation", test_rotation);
  g_test_add_func ("/sync/tls/refused", test_refused);
  g_test_add_func ("/sync/tls/unknown-authority", test_unknown_authority);
  return g_test_run ();
}
