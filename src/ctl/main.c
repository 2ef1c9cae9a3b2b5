/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hufuctl: the counter without a window, for operators, scripts and tests. */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ctl/ctl.h"
#include "ctl/token-check.h"

static const char summary[] =
    "Commands:\n"
    "  counter [--training]       one command a line on standard input, one JSON object a line "
    "out\n"
    "  status                     what is unsent, held, unknown and waiting to be printed\n"
    "  voucher issue NAME=VALUE.. issues a voucher at the embedded platform (needs its operator "
    "key)\n"
    "  voucher show ID            shows a voucher and its rights\n"
    "  voucher live ID            the live code that the customer's phone would show now (demo)\n"
    "  voucher transfer ID [generation=N]   gives it to a friend; N: of what is given, if given "
    "on\n"
    "  platform VERB              terminals, vouchers, shifts and attention at the platform "
    "(operator key)\n"
    "  token check [--key KID:PUB] [--at UNIX] TEXT   what a code says and, with a key, whether it "
    "holds\n"
    "  attention                  what a person has to look at\n"
    "  link wan|lan cut|heal      demo: cuts the internet or the store's network off, or heals it\n"
    "  receipt template           the text by which receipts are laid out, to begin with\n"
    "  receipt check FILE         whether a text like it holds, or which line does not\n"
    "  receipt preview FILE PNG [gift]   draws a receipt by it\n"
    "  receipt use FILE | reset   this till's receipts look like that, or as at first\n"
    "  label SKU PNG              draws the label of a product\n"
    "  journal verify             checks the chain of the journal\n"
    "  export journal|sales|taxes JSON lines or CSV on standard output\n"
    "Beside a running till, status, journal and export only read.";

int
hufu_ctl_say (int status, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  fputs ("hufuctl: ", stderr);
  vfprintf (stderr, format, arguments);
  fputc ('\n', stderr);
  va_end (arguments);
  return status;
}

static int
dispatch (const HufuOptions *options, int argc, char **argv)
{
  static const struct {
    const char *name;
    int (*run) (const HufuOptions *options, int argc, char **argv);
  } commands[] = {
      {"counter", hufu_ctl_counter},   {"status", hufu_ctl_status},
      {"voucher", hufu_ctl_voucher},   {"journal", hufu_ctl_journal},
      {"export", hufu_ctl_export},     {"attention", hufu_ctl_attention},
      {"platform", hufu_ctl_platform}, {"link", hufu_ctl_link},
      {"receipt", hufu_ctl_receipt},   {"label", hufu_ctl_label},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[0], commands[i].name) == 0)
      return commands[i].run (options, argc - 1, argv + 1);
  return hufu_ctl_say (HUFU_EXIT_REFUSED, "there is no command '%s'; see hufuctl --help", argv[0]);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND [ARGUMENTS]");
  g_auto (HufuOptions) options = {0};
  g_autoptr (GError) error = NULL;
  const GOptionEntry own[] = {
      {"operator-key", 0, 0, G_OPTION_ARG_FILENAME, &options.operator_key,
       "Key of the operator's calls (voucher, platform)", "FILE"},
      {"training", 0, 0, G_OPTION_ARG_NONE, &options.training,
       "counter: train, in books made of the till's staff and products; nothing counts", NULL},
      {NULL}};

  setlocale (LC_ALL, "");
  /* A token is a text of its own with spaces and signs: it does not go through option parsing. */
  if (argc >= 3 && strcmp (argv[1], "token") == 0 && strcmp (argv[2], "check") == 0)
    return hufu_ctl_token_check (argc - 2, argv + 2);
  g_option_context_set_summary (context, "The Hufu counter without a window.");
  g_option_context_set_description (context, summary);
  g_option_context_add_main_entries (context, own, NULL);
  hufu_options_add (&options, context);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      !hufu_options_complete (&options, &error))
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "%s", error->message);
  if (argc < 2)
    return hufu_ctl_say (HUFU_EXIT_REFUSED, "say a command; see hufuctl --help");
  return dispatch (&options, argc - 1, argv + 1);
}
