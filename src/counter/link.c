/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The link to the platform as the counter sees it, and the strip that always tells how things
 * stand. */
#include <string.h>

#include "counter/counter-private.h"
#include "counter/shelf-price.h"

#define TICK_S 1

/* ---- the strip ---- */

/* It answers, and nothing can be done with what it says. */
static gboolean
is_rubbish (HufuTrouble trouble)
{
  return trouble == HUFU_TROUBLE_ERRORS || trouble == HUFU_TROUBLE_MALFORMED ||
         trouble == HUFU_TROUBLE_TOO_LARGE || trouble == HUFU_TROUBLE_TRUST_SIGNATURE;
}

static char *
say_errors (HufuCounter *counter)
{
  gint64 minutes = (g_get_monotonic_time () - counter->link.trouble_mono_us) / G_USEC_PER_SEC / 60;
  HufuLang lang = counter->lang;

  return minutes < 1 ? HUFU_SAY (lang, "Platform answers with errors", "平台答复出错")
                     : HUFU_SAY (lang, "Platform answers with errors, %" G_GINT64_FORMAT " min",
                                 "平台答复出错，已 %" G_GINT64_FORMAT " 分钟", minutes);
}

static char *
say_network (HufuCounter *counter)
{
  HufuLang lang = counter->lang;

  if (counter->training)
    return HUFU_SAY (lang, "Training", "练习");
  if (counter->link.trouble == HUFU_TROUBLE_KEY_FILE)
    return HUFU_SAY (lang, "Key file unusable", "密钥文件不可用");
  if (counter->link.trouble == HUFU_TROUBLE_ROOTS)
    return HUFU_SAY (lang, "Vouchers cannot be verified", "无法核对券");
  if (counter->link.link != HUFU_LINK_OFFLINE && counter->link.trouble == HUFU_TROUBLE_ERRORS)
    return say_errors (counter);
  if (counter->link.link != HUFU_LINK_OFFLINE && is_rubbish (counter->link.trouble))
    return HUFU_SAY (lang, "Platform answers, but not usably", "平台答复无法使用");
  switch (counter->link.link) {
  case HUFU_LINK_ONLINE:
    return HUFU_SAY (lang, "Online", "在线");
  case HUFU_LINK_SLOW:
    return HUFU_SAY (lang, "Platform slow", "平台较慢");
  case HUFU_LINK_OFFLINE:
    return HUFU_SAY (lang, "Offline", "断网");
  case HUFU_LINK_NOT_ENROLLED:
    return HUFU_SAY (lang, "Not enrolled", "未登记");
  }
  g_assert_not_reached ();
}

static HufuNetwork
network_of (HufuLink link, HufuTrouble trouble)
{
  if (link == HUFU_LINK_ONLINE && trouble != HUFU_TROUBLE_ROOTS && !is_rubbish (trouble))
    return HUFU_NETWORK_ONLINE;
  return link == HUFU_LINK_ONLINE || link == HUFU_LINK_SLOW ? HUFU_NETWORK_SLOW
                                                            : HUFU_NETWORK_OFFLINE;
}

const char *
hufu_link_frozen_sentence (HufuFrozen frozen, HufuLang lang)
{
  if (frozen == HUFU_FROZEN_SUPERSEDED)
    return hufu_trouble_sentence (HUFU_TROUBLE_SUPERSEDED, lang);
  return HUFU_WORD (lang,
                    "This till was restored from an old image: it lends no rights until it has "
                    "synced. Connect it, or redeem at another till.",
                    "本机由旧镜像恢复，同步之前不能使用持有的券。请联网，或到其他收银机核销。");
}

/* What somebody has to see to: what comes right by itself is not said. "" if nothing. */
static const char *
find_link_sentence (HufuCounter *counter)
{
  HufuTrouble trouble = counter->link.trouble;

  if (trouble == HUFU_TROUBLE_KEY_FILE || trouble == HUFU_TROUBLE_ROOTS)
    return hufu_trouble_sentence (trouble, counter->lang);
  if (counter->catalog_damaged)
    return counter->link.link == HUFU_LINK_ONLINE
               ? HUFU_WORD (counter->lang,
                            "The product list is damaged or gone, and is being fetched again. "
                            "Vouchers work meanwhile.",
                            "商品目录损坏或丢失，正在重新下载；券照常可用。")
               : HUFU_WORD (counter->lang,
                            "The product list is damaged or gone. Check the network: once online, "
                            "it is fetched again. Vouchers work meanwhile.",
                            "商品目录损坏或丢失。请检查网络，联网后会自动重新下载；券照常可用。");
  if (trouble == HUFU_TROUBLE_NONE || trouble == HUFU_TROUBLE_UNREACHABLE ||
      trouble == HUFU_TROUBLE_TIMED_OUT || trouble == HUFU_TROUBLE_BROKEN ||
      trouble == HUFU_TROUBLE_STOPPED || trouble == HUFU_TROUBLE_BUSY ||
      trouble == HUFU_TROUBLE_NEWER_EPOCH)
    return counter->link.frozen ? hufu_link_frozen_sentence (counter->link.frozen, counter->lang)
                                : hufu_life_sentence (counter->link.life, counter->lang);
  return hufu_trouble_sentence (trouble, counter->lang);
}

static void
refresh_link_text (HufuCounter *counter)
{
  const char *now = find_link_sentence (counter);
  g_autofree char *before = NULL;

  g_object_get (counter->status, "link-text", &before, NULL);
  if (g_strcmp0 (before, now) == 0)
    return;
  g_object_set (counter->status, "link-text", now, NULL);
  if (counter->screen == HUFU_SCREEN_SIGN_IN)
    hufu_session_show_note (counter);
  else if (*now != '\0')
    hufu_counter_notice (counter, now);
}

static char *
say_age (HufuCounter *counter, gint64 since_utc_us)
{
  gint64 minutes = (hufu_counter_now_utc_us (counter) - since_utc_us) / G_USEC_PER_SEC / 60;
  HufuLang lang = counter->lang;

  if (since_utc_us == 0 || minutes < 1)
    return g_strdup ("");
  if (minutes < 60)
    return HUFU_SAY (lang, "oldest %" G_GINT64_FORMAT " min", "最早 %" G_GINT64_FORMAT " 分钟前",
                     minutes);
  if (minutes < 48 * 60)
    return HUFU_SAY (lang, "oldest %" G_GINT64_FORMAT " h", "最早 %" G_GINT64_FORMAT " 小时前",
                     minutes / 60);
  return HUFU_SAY (lang, "oldest %" G_GINT64_FORMAT " days", "最早 %" G_GINT64_FORMAT " 天前",
                   minutes / 60 / 24);
}

static char *
say_printer (HufuPrinter *printer, HufuPrinterState state, HufuLang lang)
{
  gsize waiting = printer == NULL ? 0 : hufu_printer_get_n_jobs (printer);
  const char *sentence;

  if (printer == NULL || state == HUFU_PRINTER_READY || state == HUFU_PRINTER_STARTING)
    return g_strdup ("");
  sentence = hufu_printer_state_sentence (state, lang);
  return waiting == 0 ? g_strdup (sentence)
                      : HUFU_SAY (lang, "%s Receipts waiting: %" G_GSIZE_FORMAT ".",
                                  "%s %" G_GSIZE_FORMAT " 张小票在排队。", sentence, waiting);
}

/* What a customer waits for first. */
static char *
say_devices (HufuCounter *counter)
{
  g_autofree char *receipts =
      say_printer (counter->printer, counter->printer_status.state, counter->lang);
  g_autofree char *slips =
      say_printer (counter->slip_printer, counter->slip_status.state, counter->lang);

  if (*slips == '\0')
    return g_steal_pointer (&receipts);
  return HUFU_SAY (counter->lang, "%s%sPreparation slips: %s", "%s%s制作单：%s", receipts,
                   *receipts != '\0' ? " " : "", slips);
}

static guint
count_ok (HufuPrinter *printer, HufuPrinterState state)
{
  return printer != NULL && hufu_printer_state_can_print (state) ? 1 : 0;
}

static char *
say_shift (HufuCounter *counter)
{
  if (!counter->shift.open)
    return HUFU_SAY (counter->lang, "No shift", "未开班");
  return HUFU_SAY (counter->lang, "Shift %" G_GUINT64_FORMAT, "班次 %" G_GUINT64_FORMAT,
                   counter->shift.shift_no);
}

static char *
say_till (HufuCounter *counter)
{
  if (!counter->terminal.enrolled)
    return g_strdup ("");
  return HUFU_SAY (counter->lang, "Store %" G_GUINT64_FORMAT " · till %" G_GUINT64_FORMAT,
                   "%" G_GUINT64_FORMAT " 号店 · %" G_GUINT64_FORMAT " 号机",
                   counter->terminal.store_no, counter->terminal.terminal_no);
}

static void
refresh_people (HufuCounter *counter)
{
  g_autofree char *till = say_till (counter);
  g_autofree char *shift = say_shift (counter);
  const char *clerk = counter->clerk == NULL ? HUFU_WORD (counter->lang, "Signed out", "未登录")
                                             : HUFU_WORD (counter->lang, counter->clerk->name_en,
                                                          counter->clerk->name_zh);

  g_object_set (counter->status, "till-text", till, "shift-text", shift, "clerk-text", clerk, NULL);
}

/* What is wrong with the time, and what it means for the work. */
static char *
say_clock (HufuCounter *counter)
{
  const char *state = hufu_clock_state_sentence (counter->link.clock_state, counter->lang);

  if (counter->link.clock_trusted)
    return g_strdup (state);
  return HUFU_SAY (counter->lang,
                   "%s%sSales go on; vouchers near their first or last day need the platform.",
                   "%s%s可以照常收银；临近期限的券需询问平台。", state,
                   *state == '\0' || counter->lang == HUFU_LANG_ZH ? "" : " ");
}

static void
refresh_time (HufuCounter *counter)
{
  g_autofree char *time =
      hufu_counter_clock_text (counter, hufu_counter_now_utc_us (counter), FALSE);
  g_autofree char *synced = hufu_counter_clock_text (counter, counter->link.synced_utc_us, FALSE);
  g_autofree char *said = counter->link.synced_utc_us == 0
                              ? HUFU_SAY (counter->lang, "never synced", "尚未同步")
                              : HUFU_SAY (counter->lang, "synced %s", "%s 已同步", synced);
  g_autofree char *clock = say_clock (counter);

  g_object_set (counter->status, "time-text", time, "synced-text", said, "clock-trusted",
                counter->link.clock_trusted, "clock-text", clock, NULL);
}

/* What works without the internet: what is held here, and what the tills that answer hold; while
 * one of the store's tills is silent, that is not all of the store's. */
static char *
say_offline (const HufuLanNeighbours *store, HufuLang lang)
{
  if (store->asked_mono_us == 0 || store->n_answering < store->n_tills)
    return HUFU_SAY (lang, "vouchers work offline", "张券断网可用");
  return HUFU_SAY (lang, "store vouchers work offline", "张本店券断网可用");
}

static void
refresh_offline (HufuCounter *counter)
{
  HufuLan *lan = counter->sync != NULL ? hufu_sync_get_lan (counter->sync) : NULL;
  HufuLanNeighbours store = {0};
  g_autofree char *text = NULL, *hint = NULL;
  HufuLang lang = counter->lang;
  gint64 age_s;

  if (lan != NULL)
    hufu_lan_get_neighbours (lan, &store);
  age_s = (g_get_monotonic_time () - store.asked_mono_us) / G_USEC_PER_SEC;
  text = say_offline (&store, lang);
  hint = store.n_answering == 0
             ? g_strdup ("")
             : HUFU_SAY (lang,
                         "%" G_GUINT64_FORMAT " here, %" G_GUINT64_FORMAT
                         " at other tills (asked %" G_GINT64_FORMAT " s ago)",
                         "本机 %" G_GUINT64_FORMAT "，其他机 %" G_GUINT64_FORMAT
                         "（%" G_GINT64_FORMAT " 秒前询问）",
                         counter->link.n_vouchers, store.n_vouchers, age_s / 10 * 10);
  g_object_set (counter->status, "offline-vouchers", counter->link.n_vouchers, "store-vouchers",
                counter->link.n_vouchers + store.n_vouchers, "offline-text", text, "offline-hint",
                hint, "tills", store.n_answering, "tills-total", store.n_tills, NULL);
}

void
hufu_link_refresh_status (HufuCounter *counter)
{
  g_autofree char *network = NULL, *oldest = NULL, *devices = NULL;

  if (counter->sync != NULL)
    hufu_sync_get_state (counter->sync, &counter->link);
  network = say_network (counter);
  oldest = say_age (counter, counter->link.oldest_unsent_utc_us);
  devices = say_devices (counter);
  g_object_set (counter->status, "network",
                (int)network_of (counter->link.link, counter->link.trouble), "network-text",
                network, "unsent", counter->link.n_unsent, "oldest-text", oldest, "devices-total",
                (counter->printer != NULL ? 1u : 0u) + (counter->slip_printer != NULL ? 1u : 0u),
                "devices-ok",
                count_ok (counter->printer, counter->printer_status.state) +
                    count_ok (counter->slip_printer, counter->slip_status.state),
                "devices-text", devices, "unknown",
                MAX (counter->link.n_open_uses, counter->flow.pending ? 1u : 0u) +
                    counter->link.n_open_payments,
                "attention", counter->link.n_attention, NULL);
  refresh_offline (counter);
  refresh_people (counter);
  refresh_time (counter);
  refresh_link_text (counter);
  hufu_limit_use_on_link (counter);
}

static gboolean
on_tick (gpointer user_data)
{
  HufuCounter *counter = user_data;

  hufu_link_refresh_status (counter);
  hufu_manager_on_tick (counter);
  if (counter->flow.pending && counter->panel != NULL && counter->panel->has_reason &&
      counter->panel->reason == HUFU_R28_OUTCOME_UNKNOWN)
    hufu_online_use_show_unknown (counter); /* "asked 14 s ago" */
  hufu_lan_use_on_tick (counter);
  hufu_held_on_tick (counter);
  hufu_online_use_on_tick (counter);
  return G_SOURCE_CONTINUE;
}

/* ---- enrolment ---- */

void
hufu_link_show_enrolment (HufuCounter *counter)
{
  HufuPanel *panel = hufu_panel_new (HUFU_PANEL_MESSAGE);
  HufuLang lang = counter->lang;
  gboolean waiting = counter->link.user_code != NULL && *counter->link.user_code != '\0';

  if (counter->link.trouble == HUFU_TROUBLE_KEY_FILE ||
      counter->link.trouble == HUFU_TROUBLE_ROOTS) {
    g_autofree char *headline = say_network (counter);
    hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK, headline,
                         hufu_trouble_sentence (counter->link.trouble, lang));
    hufu_counter_take_redrawn (counter, panel, hufu_link_show_enrolment);
    return;
  }
  if (counter->terminal.enrolled) {
    hufu_panel_set_band (
        panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
        HUFU_WORD (lang, "Fetching the store", "正在取门店资料"),
        HUFU_WORD (lang, "Staff and products come from the platform; this takes seconds.",
                   "员工和商品资料正从平台下载，几秒钟就好。"));
  } else if (waiting) {
    g_autofree char *sentence = HUFU_SAY (lang, "A manager approves it online with code %s.",
                                          "请店长在线上用代码 %s 批准。", counter->link.user_code);
    hufu_panel_set_band (panel, HUFU_MARK_HALF, HUFU_TONE_ASK,
                         HUFU_WORD (lang, "Enrol this till", "登记本机"), sentence);
    g_free (panel->qr_text);
    panel->qr_text = g_strdup (counter->link.verification_uri);
  } else {
    hufu_panel_set_band (panel, HUFU_MARK_NONE, HUFU_TONE_ASK,
                         HUFU_WORD (lang, "Looking for the platform", "正在连接平台"),
                         HUFU_WORD (lang, "A new till needs the platform once. Check the network.",
                                    "新机器需要连一次平台。请检查网络。"));
  }
  if (*counter->link.problem != '\0')
    hufu_panel_set_note (panel, HUFU_TONE_PLAIN, HUFU_MARK_NONE,
                         HUFU_WORD (lang, "Last answer", "最近一次答复"),
                         hufu_trouble_sentence (counter->link.trouble, lang));
  hufu_counter_take_redrawn (counter, panel, hufu_link_show_enrolment);
}

static void
after_data (HufuCounter *counter, gpointer answer, const GError *error)
{
  if (counter->screen == HUFU_SCREEN_ENROL)
    hufu_session_enter (counter);
}

static void
on_data (HufuSync *sync, guint what, HufuCounter *counter)
{
  if ((what & HUFU_SYNC_DATA_CATALOG) != 0) {
    if (counter->catalog_damaged)
      hufu_settings_keep (counter, HUFU_SETTING_CATALOG_DAMAGED, NULL);
    counter->catalog_damaged = FALSE;
    hufu_shelf_price_check (counter);
    hufu_search_make_ready (counter);
    hufu_link_refresh_status (counter);
  }
  if ((what & (HUFU_SYNC_DATA_CATALOG | HUFU_SYNC_DATA_STOCK)) != 0)
    hufu_stock_on_figures (counter);
  if ((what & HUFU_SYNC_DATA_RIGHTS) != 0)
    hufu_lan_use_on_rights (counter);
  if ((what & HUFU_SYNC_DATA_SALES) != 0)
    hufu_held_on_sales (counter);
  hufu_manager_reload (counter); /* limits, and names of vouchers */
  if ((what & ~(guint)(HUFU_SYNC_DATA_CATALOG | HUFU_SYNC_DATA_STOCK | HUFU_SYNC_DATA_RIGHTS |
                       HUFU_SYNC_DATA_ROSTER | HUFU_SYNC_DATA_SALES)) != 0)
    hufu_counter_reload (counter, after_data);
}

static void
on_state (HufuSync *sync, HufuCounter *counter)
{
  hufu_link_refresh_status (counter);
  if (counter->screen == HUFU_SCREEN_ENROL)
    hufu_link_show_enrolment (counter);
}

static void
on_tried (HufuSync *sync, const HufuId *use_id, HufuCounter *counter)
{
  hufu_online_use_on_tried (counter, use_id);
}

static void
on_settled (HufuSync *sync, const HufuId *use_id, HufuCounter *counter)
{
  hufu_manager_reload (counter);
  hufu_online_use_on_settled (counter, use_id);
}

static void
on_payment (HufuSync *sync, const HufuId *payment_id, HufuCounter *counter)
{
  hufu_payment_flow_on_changed (counter, payment_id);
}

static void
start_sync (HufuCounter *counter)
{
  g_autofree char *key_path = g_build_filename (counter->data_dir, "device.key", NULL);
  g_autoptr (GError) error = NULL;
  HufuSyncOptions options = {.platform_url = counter->platform_url,
                             .key_path = key_path,
                             .snapshot_dir = counter->data_dir,
                             .lan_listen = counter->lan_listen,
                             .lan_address = counter->lan_address,
                             .lan_discover = counter->lan_address == NULL,
                             .device_name = "Hufu",
                             .witness_ms = counter->witness_ms,
                             .ca_file = counter->ca_path};

  if (counter->roots == NULL && counter->root_path != NULL)
    counter->roots = hufu_sync_load_roots (counter->root_path, &counter->n_roots, &error);
  if (error != NULL)
    g_message ("no root keys are pinned: %s", error->message);
  options.roots = (const guint8 (*)[32])counter->roots;
  options.n_roots = counter->n_roots;
  /* A file that holds something else was meant to pin something: nothing takes its place. */
  options.take_roots =
      counter->demo && (error == NULL || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
  counter->sync = hufu_sync_new (counter->books, counter->catalog, &options);
  g_signal_connect_object (counter->sync, "state-changed", G_CALLBACK (on_state), counter, 0);
  g_signal_connect_object (counter->sync, "data-changed", G_CALLBACK (on_data), counter, 0);
  g_signal_connect_object (counter->sync, "use-tried", G_CALLBACK (on_tried), counter, 0);
  g_signal_connect_object (counter->sync, "use-settled", G_CALLBACK (on_settled), counter, 0);
  g_signal_connect_object (counter->sync, "payment-changed", G_CALLBACK (on_payment), counter, 0);
  hufu_counter_watch_cut (counter);
  hufu_sync_start (counter->sync);
}

void
hufu_link_start (HufuCounter *counter)
{
  if (counter->training)
    hufu_training_start (counter);
  else
    start_sync (counter);
  counter->tick = g_timeout_add_seconds (TICK_S, on_tick, counter);
  hufu_manager_start (counter);
  hufu_link_refresh_status (counter);
}

gboolean
hufu_counter_is_sent (HufuCounter *counter)
{
  HufuLinkState state = {0};

  if (counter->sync != NULL)
    hufu_sync_get_state (counter->sync, &state);
  return !state.behind && state.n_unsent == 0;
}

void
hufu_counter_sync_now (HufuCounter *counter)
{
  if (counter->sync != NULL)
    hufu_sync_wake (counter->sync);
}

void
hufu_link_stop (HufuCounter *counter)
{
  g_clear_handle_id (&counter->tick, g_source_remove);
  g_clear_handle_id (&counter->unknown_timer, g_source_remove);
  g_clear_object (&counter->link_monitor);
  if (counter->sync == NULL)
    return;
  g_signal_handlers_disconnect_by_data (counter->sync, counter);
  hufu_sync_stop (counter->sync);
  g_clear_object (&counter->sync);
}
