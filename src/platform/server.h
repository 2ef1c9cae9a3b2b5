/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP door (libsoup): finds the operation, asks who it is, answers. Runs in the main context
 * of the thread that made it; each request is answered wholly before the next. */
#pragma once

#include "platform/platform.h"

#define HUFU_SERVER_BODY_MAX (1024 * 1024) /* bytes of a request */

typedef struct HufuServer HufuServer;

/* platform is borrowed. listen: "127.0.0.1:8377", port 0 = any. certificate and key: PEM files,
 * both or neither. Sets platform->base_url. */
HufuServer *hufu_server_new (HufuPlatform *platform, const char *listen, const char *certificate,
                             const char *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hufu_server_free (HufuServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HufuServer, hufu_server_free)
guint hufu_server_get_port (const HufuServer *server);
