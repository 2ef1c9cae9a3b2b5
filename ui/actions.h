/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The action group "counter" of a window: what all buttons start.
 *   act(s) an act by name   page(s) a page of the rail   key(s) a key on the screen
 *   line(s) less, more, count, delete on the selected line   select-line(u)   add-product(x)
 *   resume(u), take(u) place in the list of held sales here, at other tills
 *   resolve(s) a case   received(x) a sum of cash
 *   hint(s) how to go on   camera, keyboard, switch-lang, switch-theme
 *   lang(s), theme(s), volume(s) settings   wan(s), lan(s) well or cut, of a demo
 */
#pragma once

#include "ui/hufu-window.h"

typedef struct _HufuActions HufuActions;

/* On the window until freed. */
HufuActions *hufu_actions_new (HufuWindow *window);
void hufu_actions_free (HufuActions *actions);
/* Which value of a setting, or which page, the buttons show as chosen. */
void hufu_actions_show (HufuActions *actions, const char *name, const char *value);
