/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/receipt-template.h"

#include <string.h>

#include "core/bom.h"
#define HEADER "hufu-receipt 1"
#define FILE_NAME_MAX 64

static const struct {
  const char *name;
  gboolean has_text, is_needed, is_repeated;
} kinds[HUFU_PART_COUNT] = {
    [HUFU_PART_LOGO] = {"logo", TRUE, FALSE, FALSE},
    [HUFU_PART_STORE] = {"store", FALSE, TRUE, FALSE},
    [HUFU_PART_NUMBER] = {"number", FALSE, TRUE, FALSE},
    [HUFU_PART_TIME] = {"time", FALSE, TRUE, FALSE},
    [HUFU_PART_CLERK] = {"clerk", FALSE, FALSE, FALSE},
    [HUFU_PART_LINES] = {"lines", FALSE, TRUE, FALSE},
    [HUFU_PART_TOTALS] = {"totals", FALSE, TRUE, FALSE},
    [HUFU_PART_PAYMENTS] = {"payments", FALSE, TRUE, FALSE},
    [HUFU_PART_TAX] = {"tax", FALSE, TRUE, FALSE},
    [HUFU_PART_MEMBER] = {"member", FALSE, FALSE, FALSE},
    [HUFU_PART_LINK] = {"link", FALSE, FALSE, FALSE},
    [HUFU_PART_FOOTER] = {"footer", FALSE, FALSE, FALSE},
    [HUFU_PART_THANKS] = {"thanks", FALSE, FALSE, FALSE},
    [HUFU_PART_RULE] = {"rule", FALSE, FALSE, TRUE},
    [HUFU_PART_FEED] = {"feed", FALSE, FALSE, TRUE},
    [HUFU_PART_TEXT] = {"text", TRUE, FALSE, TRUE},
    [HUFU_PART_CODE] = {"code", TRUE, FALSE, TRUE},
};

static const char default_text[] = HEADER "\n"
                                          "store\n"
                                          "number\n"
                                          "time\n"
                                          "clerk\n"
                                          "rule\n"
                                          "lines\n"
                                          "rule\n"
                                          "totals\n"
                                          "payments\n"
                                          "tax\n"
                                          "member\n"
                                          "link\n"
                                          "feed\n"
                                          "footer\n"
                                          "thanks\n"
                                          "feed\n";

static void
free_part (gpointer data)
{
  HufuPart *part = data;

  g_free (part->text);
  g_free (part);
}

static void
clear (gpointer data)
{
  g_ptr_array_unref (((HufuTemplate *)data)->parts);
}

static HufuTemplate *
template_new (void)
{
  HufuTemplate *template = g_atomic_rc_box_new (HufuTemplate);

  template->parts = g_ptr_array_new_with_free_func (free_part);
  return template;
}

HufuTemplate *
hufu_template_ref (HufuTemplate *template)
{
  return template != NULL ? g_atomic_rc_box_acquire (template) : NULL;
}

void
hufu_template_unref (HufuTemplate *template)
{
  if (template != NULL)
    g_atomic_rc_box_release_full (template, clear);
}

/* ---- reading ---- */

static gboolean
find_kind (const char *name, HufuPartKind *ret_kind)
{
  for (int i = 0; i < HUFU_PART_COUNT; i++) {
    if (strcmp (name, kinds[i].name) == 0) {
      *ret_kind = (HufuPartKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
read_option (HufuPart *part, const char *option)
{
  if (strcmp (option, "en") == 0 || strcmp (option, "zh") == 0)
    part->in[option[0] == 'e' ? HUFU_LANG_ZH : HUFU_LANG_EN] = FALSE;
  else if (part->kind != HUFU_PART_TEXT)
    return FALSE;
  else if (strcmp (option, "start") == 0 || strcmp (option, "centre") == 0)
    part->align = option[0] == 's' ? HUFU_ALIGN_START : HUFU_ALIGN_CENTRE;
  else if (strcmp (option, "bold") == 0)
    part->bold = TRUE;
  else if (strcmp (option, "large") == 0)
    part->large = TRUE;
  else
    return FALSE;
  return TRUE;
}

/* A name in the template's own folder: no way to any other. */
static gboolean
is_logo_name (const char *name)
{
  return strlen (name) <= FILE_NAME_MAX && name[0] != '.' && strpbrk (name, "/\\") == NULL &&
         g_str_has_suffix (name, ".png");
}

static gboolean
is_clean (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c += g_utf8_skip[(guchar)*c])
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

static HufuTemplateFault
read_head (char *head, HufuPart *part)
{
  g_auto (GStrv) words = g_strsplit_set (head, " \t", -1);
  gboolean named = FALSE;

  for (char **word = words; *word != NULL; word++) {
    if (**word == '\0')
      continue;
    if (!named && !find_kind (*word, &part->kind))
      return HUFU_TEMPLATE_NO_SUCH_BLOCK;
    if (named && !read_option (part, *word))
      return HUFU_TEMPLATE_NO_SUCH_OPTION;
    named = TRUE;
  }
  return named ? HUFU_TEMPLATE_OK : HUFU_TEMPLATE_NO_SUCH_BLOCK;
}

static HufuTemplateFault
read_part (char *line, HufuPart *part)
{
  char *colon = strchr (line, ':');
  HufuTemplateFault fault;

  if (colon != NULL)
    *colon = '\0';
  fault = read_head (line, part);
  if (fault != HUFU_TEMPLATE_OK)
    return fault;
  part->text = g_strdup (colon != NULL ? g_strstrip (colon + 1) : "");
  if (colon != NULL && !kinds[part->kind].has_text)
    return HUFU_TEMPLATE_TEXT_UNWANTED;
  if (kinds[part->kind].has_text && *part->text == '\0')
    return HUFU_TEMPLATE_TEXT_MISSING;
  if (g_utf8_strlen (part->text, -1) > HUFU_TEMPLATE_TEXT_MAX)
    return HUFU_TEMPLATE_TOO_LONG;
  if (part->kind == HUFU_PART_LOGO && !is_logo_name (part->text))
    return HUFU_TEMPLATE_FILE_NAME;
  return HUFU_TEMPLATE_OK;
}

static gboolean
has_kind (const HufuTemplate *template, HufuPartKind kind)
{
  for (guint i = 0; i < template->parts->len; i++)
    if (((HufuPart *)template->parts->pdata[i])->kind == kind)
      return TRUE;
  return FALSE;
}

static HufuTemplateFault
read_line (HufuTemplate *template, char *line)
{
  HufuPart *part;
  gboolean again;
  HufuTemplateFault fault;

  if (!is_clean (line))
    return HUFU_TEMPLATE_NOT_TEXT;
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return HUFU_TEMPLATE_OK;
  if (template->parts->len >= HUFU_TEMPLATE_PARTS_MAX)
    return HUFU_TEMPLATE_TOO_LONG;
  part = g_new0 (HufuPart, 1);
  part->in[HUFU_LANG_EN] = part->in[HUFU_LANG_ZH] = TRUE;
  fault = read_part (line, part);
  again = fault == HUFU_TEMPLATE_OK && !kinds[part->kind].is_repeated &&
          has_kind (template, part->kind);
  g_ptr_array_add (template->parts, part);
  return again ? HUFU_TEMPLATE_TWICE : fault;
}

/* What a receipt is one by stands on it in either language. */
static gboolean
is_complete (const HufuTemplate *template)
{
  gboolean found[HUFU_PART_COUNT] = {FALSE};

  for (guint i = 0; i < template->parts->len; i++) {
    const HufuPart *part = template->parts->pdata[i];

    found[part->kind] = part->in[HUFU_LANG_EN] && part->in[HUFU_LANG_ZH];
  }
  for (int kind = 0; kind < HUFU_PART_COUNT; kind++)
    if (kinds[kind].is_needed && !found[kind])
      return FALSE;
  return TRUE;
}

HufuTemplate *
hufu_template_read (const char *text, gsize size, HufuTemplateFault *ret_fault, guint *ret_line)
{
  g_autoptr (HufuTemplate) template = template_new ();
  g_autofree char *copy = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  *ret_line = 1;
  *ret_fault = size > HUFU_TEMPLATE_BYTES_MAX          ? HUFU_TEMPLATE_TOO_LONG
               : size > 0 && memchr (text, '\0', size) ? HUFU_TEMPLATE_NOT_TEXT
                                                       : HUFU_TEMPLATE_OK;
  if (*ret_fault != HUFU_TEMPLATE_OK)
    return NULL;
  copy = g_strndup (text, size);
  lines = g_strsplit (copy + hufu_bom_size (copy), "\n", -1);
  for (; lines[n] != NULL; n++) {
    gsize length = strlen (lines[n]);

    *ret_line = n + 1;
    if (length > 0 && lines[n][length - 1] == '\r') /* as editors of other systems end a line */
      lines[n][length - 1] = '\0';
    *ret_fault = n > 0                            ? read_line (template, lines[n])
                 : strcmp (lines[0], HEADER) == 0 ? HUFU_TEMPLATE_OK
                                                  : HUFU_TEMPLATE_NO_HEADER;
    if (*ret_fault != HUFU_TEMPLATE_OK)
      return NULL;
  }
  if (n == 0)
    *ret_fault = HUFU_TEMPLATE_NO_HEADER;
  else if (!is_complete (template))
    *ret_fault = HUFU_TEMPLATE_INCOMPLETE;
  return *ret_fault == HUFU_TEMPLATE_OK ? g_steal_pointer (&template) : NULL;
}

const char *
hufu_template_sentence (HufuTemplateFault fault, HufuLang lang)
{
  static const char *const sentences[HUFU_TEMPLATE_FAULT_COUNT][HUFU_LANG_COUNT] = {
      [HUFU_TEMPLATE_OK] = {"", ""},
      [HUFU_TEMPLATE_TOO_LONG] = {"This is too long: 200 blocks, and 200 characters of a text.",
                                  "内容过长：最多 200 行，每段文字最多 200 个字。"},
      [HUFU_TEMPLATE_NOT_TEXT] = {"This is no text. Save the file as UTF-8.",
                                  "这不是文本。请把文件存为 UTF-8。"},
      [HUFU_TEMPLATE_NO_HEADER] = {"The first line has to be: " HEADER, "第一行应为：" HEADER},
      [HUFU_TEMPLATE_NO_SUCH_BLOCK] = {"There is no such block. See hufuctl receipt template.",
                                       "没有这种内容。参见 hufuctl receipt template。"},
      [HUFU_TEMPLATE_NO_SUCH_OPTION] = {"There is no such option here: en and zh are for all "
                                        "blocks, start, centre, bold and large for text.",
                                        "这里没有这个选项：en、zh 各行都可用，start、centre、bold、"
                                        "large 只用于 text。"},
      [HUFU_TEMPLATE_TEXT_MISSING] = {"A text is missing: write it after a colon.",
                                      "缺少文字：请写在冒号后面。"},
      [HUFU_TEMPLATE_TEXT_UNWANTED] = {"This block has no text of its own: leave out the colon.",
                                       "这一行没有自己的文字：请去掉冒号。"},
      [HUFU_TEMPLATE_TWICE] = {"This block stands further up already.", "这一行上面已有。"},
      [HUFU_TEMPLATE_FILE_NAME] = {"A logo is a .png file in the folder of the template: name it "
                                   "without a folder.",
                                   "标志应是与模板同一文件夹的 .png 文件：只写文件名。"},
      [HUFU_TEMPLATE_INCOMPLETE] = {"A receipt needs store, number, time, lines, totals, payments "
                                    "and tax, in both languages.",
                                    "小票必须有 store、number、time、lines、totals、payments、tax，"
                                    "两种语言都要。"},
  };

  g_assert ((gsize)fault < G_N_ELEMENTS (sentences));
  return sentences[fault][lang];
}

/* ---- the one there is ---- */

const char *
hufu_template_get_default_text (void)
{
  return default_text;
}

const HufuTemplate *
hufu_template_get_default (void)
{
  static gsize made;

  if (g_once_init_enter (&made)) {
    HufuTemplateFault fault;
    guint line;
    HufuTemplate *template =
        hufu_template_read (default_text, sizeof default_text - 1, &fault, &line);

    g_assert (template != NULL);
    g_once_init_leave (&made, (gsize) template);
  }
  return (const HufuTemplate *)made;
}

HufuTemplate *
hufu_template_at (const HufuTemplate *template, const char *folder)
{
  HufuTemplate *placed = template_new ();

  for (guint i = 0; i < template->parts->len; i++) {
    const HufuPart *part = template->parts->pdata[i];
    HufuPart *copy = g_memdup2 (part, sizeof *part);

    copy->text = part->kind == HUFU_PART_LOGO ? g_build_filename (folder, part->text, NULL)
                                              : g_strdup (part->text);
    g_ptr_array_add (placed->parts, copy);
  }
  return placed;
}

const char *
hufu_template_get_logo (const HufuTemplate *template)
{
  for (guint i = 0; i < template->parts->len; i++) {
    const HufuPart *part = template->parts->pdata[i];

    if (part->kind == HUFU_PART_LOGO)
      return part->text;
  }
  return NULL;
}
