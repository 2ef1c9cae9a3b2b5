/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/lan-refusal.h"

#include <string.h>

static const struct {
  const char *code, *title;
  guint status;
} refusals[] = {
    [HUFU_LAN_FINE] = {"fine", "Nothing is wrong.", 200},
    [HUFU_LAN_BAD_REQUEST] = {"bad_request", "The message is not one of the store's.", 400},
    [HUFU_LAN_BAD_SIGNATURE] = {"bad_signature", "The message is not signed as it must be.", 401},
    [HUFU_LAN_BAD_DIGEST] = {"bad_digest", "The content is not the signed one.", 400},
    [HUFU_LAN_UNKNOWN_DEVICE] = {"unknown_device", "No till of this store.", 401},
    [HUFU_LAN_WRONG_DEVICE] = {"wrong_device", "Signed by another till than the connected one.",
                               401},
    [HUFU_LAN_OLD_INCARNATION] = {"old_incarnation", "The till has been enrolled anew.", 409},
    [HUFU_LAN_STALE_REQUEST] = {"stale_request", "Made too long ago: sign the nonce given here.",
                                401},
    [HUFU_LAN_REPLAYED_REQUEST] = {"replayed_request", "This message was received before.", 401},
    [HUFU_LAN_TOO_LARGE] = {"too_large", "The message is longer than any of the store's.", 413},
    [HUFU_LAN_TOO_MANY_REQUESTS] = {"too_many_requests", "Ask again in a second.", 429},
    [HUFU_LAN_NOT_FOUND] = {"not_found", "There is no such question.", 404},
    [HUFU_LAN_METHOD_NOT_ALLOWED] = {"method_not_allowed", "Not asked in this way.", 405},
    [HUFU_LAN_STARTING] = {"starting", "The till has just started: ask again in a moment.", 503},
    [HUFU_LAN_INTERNAL] = {"internal", "The till's books cannot be written now: ask again.", 503},
};
G_STATIC_ASSERT (G_N_ELEMENTS (refusals) == HUFU_LAN_REFUSAL_COUNT);

const char *
hufu_lan_refusal_code (HufuLanRefusal refusal)
{
  return refusals[refusal].code;
}

const char *
hufu_lan_refusal_title (HufuLanRefusal refusal)
{
  return refusals[refusal].title;
}

guint
hufu_lan_refusal_status (HufuLanRefusal refusal)
{
  return refusals[refusal].status;
}

gboolean
hufu_lan_refusal_find (const char *code, HufuLanRefusal *ret_refusal)
{
  for (guint i = HUFU_LAN_BAD_REQUEST; i < HUFU_LAN_REFUSAL_COUNT; i++) {
    if (strcmp (refusals[i].code, code) == 0) {
      *ret_refusal = (HufuLanRefusal)i;
      return TRUE;
    }
  }
  return FALSE;
}
