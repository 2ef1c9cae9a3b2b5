/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/staff.h"

#include <string.h>

static const struct {
  const char *name;
  const char *labels[HUFU_LANG_COUNT];
} roles[HUFU_ROLE_COUNT] = {
    [HUFU_ROLE_CASHIER] = {"cashier", {"Cashier", "收银员"}},
    [HUFU_ROLE_CLERK] = {"clerk", {"Clerk", "店员"}},
    [HUFU_ROLE_MANAGER] = {"manager", {"Manager", "店长"}},
};

static const char *const fields[HUFU_STAFF_FIELD_COUNT] = {
    [HUFU_STAFF_NO] = "no",   [HUFU_STAFF_NAME] = "name",     [HUFU_STAFF_ROLE] = "role",
    [HUFU_STAFF_PIN] = "pin", [HUFU_STAFF_RIGHTS] = "rights", [HUFU_STAFF_ACTIVE] = "active",
};

static const struct {
  const char *code;
  const char *sentences[HUFU_LANG_COUNT];
} faults[HUFU_STAFF_FAULT_COUNT] = {
    [HUFU_STAFF_OK] = {"", {"", ""}},
    [HUFU_STAFF_NO_NAME] = {"staff_no_name", {"Type a name first.", "请先填写姓名。"}},
    [HUFU_STAFF_BAD_NAME] = {"staff_bad_name",
                             {"A name has letters and digits, at most 60 bytes (20 hanzi).",
                              "姓名只能用文字和数字，最多 20 个汉字。"}},
    [HUFU_STAFF_BAD_NO] = {"staff_bad_no",
                           {"A number has 2 to 4 digits.", "工号是 2 到 4 位数字。"}},
    [HUFU_STAFF_NO_TAKEN] = {"staff_no_taken",
                             {"Somebody has this number. Choose another.",
                              "这个工号已有人用，请换一个。"}},
    [HUFU_STAFF_SHORT_PIN] = {"staff_short_pin",
                              {"A PIN has 4 to 8 digits.", "密码是 4 到 8 位数字。"}},
    [HUFU_STAFF_PLAIN_PIN] = {"staff_plain_pin",
                              {"This PIN is guessed at once. Not 1111, not 1234.",
                               "这个密码太好猜，不能像 1111 或 1234。"}},
    [HUFU_STAFF_BAD_ROLE] = {"staff_bad_role", {"Choose a role first.", "请先选择岗位。"}},
    [HUFU_STAFF_BAD_RIGHTS] = {"staff_bad_rights",
                               {"Rights are 0 to 100 percent each.", "权限每项是 0 到 100%。"}},
    [HUFU_STAFF_UNKNOWN] = {"staff_unknown", {"There is no such person.", "没有这个人。"}},
    [HUFU_STAFF_LAST_MANAGER] = {"staff_last_manager",
                                 {"This is the last manager. Make somebody else manager first.",
                                  "这是最后一位店长。请先任命另一位店长。"}},
    [HUFU_STAFF_NOT_MANAGER] = {"staff_not_manager",
                                {"Only a manager may do this.", "只有店长可以这样做。"}},
    [HUFU_STAFF_FULL] = {"staff_full",
                         {"There are 200 people already. Change one who left.",
                          "已有 200 人。请改用离职人员的资料。"}},
    [HUFU_STAFF_SAME] = {"staff_same", {"Nothing is different from before.", "没有改动。"}},
};

const char *
hufu_role_name (HufuRole role)
{
  g_assert ((gsize)role < G_N_ELEMENTS (roles));
  return roles[role].name;
}

gboolean
hufu_role_find (const char *name, HufuRole *ret_role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (name, roles[i].name) == 0) {
      *ret_role = (HufuRole)i;
      return TRUE;
    }
  return FALSE;
}

const char *
hufu_role_label (HufuRole role, HufuLang lang)
{
  g_assert ((gsize)role < G_N_ELEMENTS (roles));
  return roles[role].labels[lang];
}

const char *
hufu_staff_field_name (HufuStaffField field)
{
  g_assert ((gsize)field < G_N_ELEMENTS (fields));
  return fields[field];
}

const char *
hufu_staff_fault_code (HufuStaffFault fault)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].code;
}

const char *
hufu_staff_fault_sentence (HufuStaffFault fault, HufuLang lang)
{
  g_assert ((gsize)fault < G_N_ELEMENTS (faults));
  return faults[fault].sentences[lang];
}

/* A mark belongs to the letter before it. */
static gboolean
is_letter (gunichar sign)
{
  return g_unichar_isalnum (sign) || g_unichar_ismark (sign);
}

HufuStaffFault
hufu_staff_check_name (const char *name)
{
  gunichar before = 0;

  if (name == NULL || *name == '\0' || strspn (name, " ") == strlen (name))
    return HUFU_STAFF_NO_NAME;
  if (strlen (name) > HUFU_STAFF_NAME_MAX || !g_utf8_validate (name, -1, NULL))
    return HUFU_STAFF_BAD_NAME;
  for (const char *at = name; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
    gunichar sign = g_utf8_get_char (at);
    gboolean joins = sign == ' ' || sign == '.' || sign == '\'' || sign == '-' || sign == 0xb7;

    if (before == 0 ? !g_unichar_isalnum (sign) : !is_letter (sign) && !joins)
      return HUFU_STAFF_BAD_NAME;
    if (sign == ' ' && before == ' ')
      return HUFU_STAFF_BAD_NAME;
    before = sign;
  }
  return before == ' ' ? HUFU_STAFF_BAD_NAME : HUFU_STAFF_OK;
}

static gboolean
is_digits (const char *text, gsize least, gsize most)
{
  gsize length = text == NULL ? 0 : strlen (text);

  return length >= least && length <= most && strspn (text, "0123456789") == length;
}

HufuStaffFault
hufu_staff_check_no (const char *no)
{
  return is_digits (no, 2, HUFU_STAFF_NO_MAX) ? HUFU_STAFF_OK : HUFU_STAFF_BAD_NO;
}

gboolean
hufu_staff_is_pin (const char *pin)
{
  return is_digits (pin, HUFU_PIN_DIGITS_MIN, HUFU_PIN_DIGITS_MAX);
}

HufuStaffFault
hufu_staff_check_pin (const char *pin)
{
  if (!hufu_staff_is_pin (pin))
    return HUFU_STAFF_SHORT_PIN;
  for (int step = -1; step <= 1; step++) {
    gsize n = 1;

    while (pin[n] != '\0' && (pin[n] - pin[n - 1] - step) % 10 == 0)
      n++;
    if (pin[n] == '\0')
      return HUFU_STAFF_PLAIN_PIN;
  }
  return HUFU_STAFF_OK;
}
