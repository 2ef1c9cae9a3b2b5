/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/printer/state.h"

typedef struct {
  const char *name;
  gboolean can_print;
  const char *sentences[HUFU_LANG_COUNT]; /* by HufuLang */
} StateRow;

static const StateRow ROWS[HUFU_PRINTER_STATE_COUNT] = {
    [HUFU_PRINTER_STARTING] = {"starting", FALSE, {"Looking for the printer.", "正在查找打印机。"}},
    [HUFU_PRINTER_READY] = {"ready", TRUE, {"The printer is ready.", "打印机就绪。"}},
    [HUFU_PRINTER_PAPER_LOW] = {"paper-low",
                                TRUE,
                                {"The paper roll ends soon. Keep a new roll at hand.",
                                 "纸卷快用完了，请准备新纸卷。"}},
    [HUFU_PRINTER_ABSENT] = {"absent",
                             FALSE,
                             {"No printer is connected. Plug in its USB cable and switch it on; "
                              "waiting receipts are printed then.",
                              "未连接打印机。请插好 USB 线并打开电源，等待中的小票会自动打印。"}},
    [HUFU_PRINTER_NO_PERMISSION] =
        {"no-permission",
         FALSE,
         {"The printer is connected, but this account may not use it. As administrator copy "
          "packaging/udev/" HUFU_PRINTER_UDEV_RULE " to /etc/udev/rules.d, run \"udevadm control "
          "--reload\" and \"udevadm trigger\", then plug the printer in again.",
          "打印机已连接，但当前账户无权使用。请由管理员把 packaging/udev/" HUFU_PRINTER_UDEV_RULE
          " 复制到 /etc/udev/rules.d，运行“udevadm control --reload”和“udevadm trigger”，"
          "然后重新插拔打印机。"}},
    [HUFU_PRINTER_BUSY] =
        {"busy",
         FALSE,
         {"Another program is using the printer. Close it, or remove the printer "
          "from the system's print settings.",
          "另一个程序正在使用打印机。请关闭该程序，或在系统打印设置中移除此打印机。"}},
    [HUFU_PRINTER_PAPER_OUT] = {"paper-out",
                                FALSE,
                                {"The printer is out of paper. Put in a new roll; the receipt is "
                                 "then printed again from the top.",
                                 "打印机缺纸。请装入新纸卷，小票随后会从头重新打印。"}},
    [HUFU_PRINTER_COVER_OPEN] = {"cover-open",
                                 FALSE,
                                 {"The printer's cover is open. Close it; printing goes on then.",
                                  "打印机上盖未合。请合上上盖，随后会继续打印。"}},
    [HUFU_PRINTER_CUTTER_JAM] = {"cutter-jam",
                                 FALSE,
                                 {"The printer's cutter is blocked. Switch the printer off, clear "
                                  "the paper and switch it on again.",
                                  "打印机切刀卡住。请关闭打印机电源，清理卡纸后重新打开。"}},
    [HUFU_PRINTER_OFFLINE] = {"offline",
                              FALSE,
                              {"The printer is offline. Look at its lamps and paper, then switch "
                               "it off and on.",
                               "打印机处于脱机状态。请检查指示灯和纸张，然后关闭并重新打开电源。"}},
    [HUFU_PRINTER_NO_ANSWER] = {"no-answer",
                                FALSE,
                                {"The printer takes no data. Switch it off and on; the receipt "
                                 "waits.",
                                 "打印机没有响应。请关闭并重新打开打印机电源，小票会等待打印。"}},
    [HUFU_PRINTER_FOLDER_BAD] =
        {"folder-bad",
         FALSE,
         {"The folder for receipts cannot be written. Check that it exists, "
          "that the disk has room and who owns it.",
          "无法写入小票文件夹。请检查文件夹是否存在、磁盘空间和权限。"}},
    [HUFU_PRINTER_ERROR] = {"error",
                            FALSE,
                            {"The printer reports a fault. Switch it off and on; if that does not "
                             "help, use another printer.",
                             "打印机报告故障。请关闭并重新打开电源；若无效，请更换打印机。"}},
};

gboolean
hufu_printer_state_can_print (HufuPrinterState state)
{
  return ROWS[state].can_print;
}

const char *
hufu_printer_state_name (HufuPrinterState state)
{
  return ROWS[state].name;
}

const char *
hufu_printer_state_sentence (HufuPrinterState state, HufuLang lang)
{
  return ROWS[state].sentences[lang];
}
