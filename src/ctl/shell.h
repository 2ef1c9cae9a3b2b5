/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of `hufuctl counter` share; private to src/ctl. */
#pragma once

#include <jansson.h>
#include "ctl/ctl.h"

typedef struct _HufuShell HufuShell;
typedef gboolean (*HufuShellCondition) (HufuShell *shell);

struct _HufuShell {
  HufuCounter *counter;
  gboolean demo;
  GDataInputStream *input;
  GMainLoop *loop;
  char *line; /* the command under way */
  gsize line_length;
  char *complaint;  /* what was wrong with it; NULL = nothing */
  gboolean refused; /* the counter gave the sound of a refusal meanwhile */
  char *refusal;    /* the sentence with which the counter did not do it; NULL = none */
  char *notice;     /* the counter's last word meanwhile, on whatever it was */
  char *picture;    /* what the camera says; NULL = nothing since the command */
  HufuShellCondition awaited;
  const char *wanted_screen;
  gint64 end_us;
  guint32 why_line; /* 0 = none asked for */
  gboolean quit;
  GQueue steps; /* of the command, that are still to be done */
};

/* Notes what is wrong with the command; it was not done. */
void hufu_shell_complain (HufuShell *shell, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Each complains if the word is none. */
gboolean hufu_shell_read_number (HufuShell *shell, const char *text, gint64 most,
                                 gint64 *ret_number);
gboolean hufu_shell_read_amount (HufuShell *shell, const char *text, gint64 *ret_minor);

/* The line after so many words: a note or a name has spaces. */
const char *hufu_shell_rest (HufuShell *shell, int n_words);

/* shell-steps.c: what follows when the counter is idle, unless a step before was refused. */
void hufu_shell_then_act (HufuShell *shell, HufuAct act);
void hufu_shell_then_type (HufuShell *shell, const char *text);
/* The next one; FALSE if there is none. */
gboolean hufu_shell_run_step (HufuShell *shell);

/* shell-price.c */
void hufu_shell_price (HufuShell *shell, char **words);
void hufu_shell_discount (HufuShell *shell, char **words);
void hufu_shell_approve (HufuShell *shell, char **words);
void hufu_shell_note (HufuShell *shell, char **words);
void hufu_shell_answer (HufuShell *shell, char **words);
void hufu_shell_choose (HufuShell *shell, char **words);
void hufu_shell_take_price (HufuShell *shell, char **words);
void hufu_shell_why (HufuShell *shell, char **words);
/* What `why` asked for, into the answer to it. */
void hufu_shell_add_why (HufuShell *shell, json_t *answer);

/* shell-pay.c */
void hufu_shell_tender (HufuShell *shell, char **words);
void hufu_shell_card (HufuShell *shell, char **words);
void hufu_shell_deposit (HufuShell *shell, char **words);
void hufu_shell_void (HufuShell *shell, char **words);
void hufu_shell_reverse (HufuShell *shell, char **words);

/* shell-product.c */
void hufu_shell_product (HufuShell *shell, char **words);

/* shell-staff.c */
void hufu_shell_staff (HufuShell *shell, char **words);

/* shell-stock.c */
void hufu_shell_stock (HufuShell *shell, char **words);

/* shell-wait.c */
json_t *hufu_shell_read_state (HufuShell *shell);
gboolean hufu_shell_is_idle (HufuShell *shell);
/* At most how many milliseconds are waited from now on; NULL = as usual. Complains as the above. */
gboolean hufu_shell_read_bound (HufuShell *shell, const char *text);
void hufu_shell_wait (HufuShell *shell, char **words);

/* shell-camera.c */
void hufu_shell_camera (HufuShell *shell, char **words);

/* shell-shift.c */
void hufu_shell_shift (HufuShell *shell, char **words);
void hufu_shell_cash (HufuShell *shell, char **words);
void hufu_shell_drawer (HufuShell *shell, char **words);
