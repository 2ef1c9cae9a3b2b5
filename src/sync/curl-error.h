/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl's codes as problems of ours: the one place that knows them. Pure. */
#pragma once

#include <curl/curl.h>
#include "sync/trouble.h"

HufuTrouble hufu_curl_trouble (CURLcode code);
