/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/trouble.h"

static const char *const sentences[HUFU_TROUBLE_COUNT][HUFU_LANG_COUNT] = {
    [HUFU_TROUBLE_NONE] = {"", ""},
    [HUFU_TROUBLE_UNREACHABLE] = {"The platform cannot be reached. Selling goes on; check the "
                                  "network cable or Wi-Fi.",
                                  "连不上平台。照常收银即可；请检查网线或 Wi-Fi。"},
    [HUFU_TROUBLE_TIMED_OUT] = {"The platform did not answer in time. It is asked again by itself.",
                                "平台没有及时答复，会自动再问。"},
    [HUFU_TROUBLE_BROKEN] = {"The connection to the platform broke. It is made again by itself.",
                             "与平台的连接断了，会自动重连。"},
    [HUFU_TROUBLE_TLS] = {"The platform's certificate is not trusted, so nothing was sent. Ask who "
                          "looks after the network.",
                          "平台证书不可信，没有发送任何内容。请联系网络管理员。"},
    [HUFU_TROUBLE_TLS_PIN] = {"The platform's key is not the one in the trust list, so nothing was "
                              "sent. Ask the merchant's support.",
                              "平台密钥与信任列表不符，没有发送任何内容。请联系商户支持。"},
    [HUFU_TROUBLE_ADDRESS] = {"The platform's address cannot be used. Check the setting.",
                              "平台地址无法使用，请检查设置。"},
    [HUFU_TROUBLE_TOO_LARGE] = {"The platform's answer was too large and was dropped. It is asked "
                                "again later.",
                                "平台答复过大，已丢弃，稍后再问。"},
    [HUFU_TROUBLE_STOPPED] = {"The link is closing.", "正在断开。"},
    [HUFU_TROUBLE_INTERNAL] = {"The network library failed. It is tried again; restart the till if "
                               "this stays.",
                               "网络组件出错，会自动重试；若一直如此请重启收银机。"},
    [HUFU_TROUBLE_BUSY] = {"The platform is busy. It is asked again by itself.",
                           "平台繁忙，会自动再问。"},
    [HUFU_TROUBLE_ERRORS] = {"The platform answers with errors. Selling goes on and everything is "
                             "kept; tell support if this stays.",
                             "平台答复出错。照常收银即可，记录都保存着；若一直如此请联系支持。"},
    [HUFU_TROUBLE_MALFORMED] =
        {"The platform's answer could not be understood and was not used. It "
         "is asked again.",
         "平台答复看不懂，没有采用，会再问。"},
    [HUFU_TROUBLE_REFUSED] = {"The platform refused a request. Nothing is lost; it needs the "
                              "attention of support.",
                              "平台拒绝了一个请求。没有丢失任何内容，需要技术支持处理。"},
    [HUFU_TROUBLE_SIGNATURE] =
        {"The platform does not accept this till's signature. If device.key "
         "was exchanged, restore it from the backup; if not, check the clock.",
         "平台不接受本机签名。若 device.key 被换过，请用备份恢复；"
         "若没有，请核对时钟。"},
    [HUFU_TROUBLE_DEVICE] =
        {"The platform does not know this till. Sales go on and are kept; call support, who can "
         "set "
         "it up as a new till (manual: Move).",
         "平台不认识本机。照常收银，记录都保存着；请联系支持，可作为新机重新登记（见手册 Move）。"},
    [HUFU_TROUBLE_SUPERSEDED] =
        {"A copy of this till goes on in its place, so no voucher is redeemed here. Use that one; "
         "this one can be set up as a new till (manual: Move).",
         "本机的副本已接替它，本机不再核销券。请用那一台；本机可作为新机重新登记（见手册 "
         "Move）。"},
    [HUFU_TROUBLE_FORK] =
        {"The platform has other records of this till. It enrols anew by itself, nothing is lost. "
         "Redeem at another till until then; restart this one if it stays.",
         "平台上的本机记录与本机不一致。本机会自动重新登记并重新发送，没有丢失。此前请在其他收银机"
         "核销；若一直如此请重启本机。"},
    [HUFU_TROUBLE_LOST_EVENTS] = {"The platform lacks records that it had confirmed. They are kept "
                                  "here; call support.",
                                  "平台缺少已确认过的记录。本机都保存着，请联系支持。"},
    [HUFU_TROUBLE_NEWER_EPOCH] = {"The platform was restored. Everything is being sent again.",
                                  "平台已恢复，正在重新发送全部记录。"},
    [HUFU_TROUBLE_OLDER_EPOCH] = {"An answer came from an older platform and was ignored. Ask "
                                  "support if this stays.",
                                  "收到旧平台的答复，已忽略；若一直如此请联系支持。"},
    [HUFU_TROUBLE_ENROL_DENIED] = {"The manager did not approve this till. A new code is shown.",
                                   "店长没有批准本机，已换新的配对码。"},
    [HUFU_TROUBLE_ENROL_CONFLICT] =
        {"This till is enrolled already under another name; its records "
         "stay. Call support.",
         "本机已用别的身份登记，原记录保留。请联系支持。"},
    [HUFU_TROUBLE_ROOTS] =
        {"No root key is known, so vouchers cannot be verified. Put the platform's "
         "root.pub into the data folder or name it with --root, then restart.",
         "没有根公钥，无法核对券。请把平台的 root.pub 放进数据文件夹或用 "
         "--root 指定，再重启。"},
    [HUFU_TROUBLE_TRUST_SIGNATURE] = {"The trust list is not signed by a known root. The old one "
                                      "stays in use; call support.",
                                      "信任列表签名不符，继续用原来的；请联系支持。"},
    [HUFU_TROUBLE_TRUST_OLDER] =
        {"An older trust list was offered and refused. The newer one stays "
         "in use.",
         "收到旧的信任列表，已拒绝，继续用新的。"},
    [HUFU_TROUBLE_SNAPSHOT_SIGNATURE] = {"The catalogue is not signed by the platform and was not "
                                         "used. The old one stays.",
                                         "商品目录签名不符，没有采用，继续用原来的。"},
    [HUFU_TROUBLE_SNAPSHOT_BAD] = {"The catalogue file is damaged and was not used. The old one "
                                   "stays; it is fetched again.",
                                   "商品目录文件损坏，没有采用，继续用原来的，会再取。"},
    [HUFU_TROUBLE_CHANGES_BAD] = {"A change from the platform breaks the rules; none of its batch "
                                  "was used. Call support.",
                                  "平台有一条变更不合规则，这一批没有采用。请联系支持。"},
    [HUFU_TROUBLE_GRANTS_BAD] = {"Vouchers for offline use could not be understood and were not "
                                 "taken. Call support.",
                                 "离线券数据看不懂，没有接收。请联系支持。"},
    [HUFU_TROUBLE_STORE] = {"This till could not write to its disk. Free some space or restart the "
                            "till.",
                            "本机无法写盘。请清出空间或重启收银机。"},
    [HUFU_TROUBLE_DISK] = {"The catalogue could not be saved: the disk is full or read-only. Free "
                           "some space.",
                           "商品目录存不下：磁盘已满或只读。请清出空间。"},
    [HUFU_TROUBLE_KEY_FILE] =
        {"This till's key file is unusable; selling goes on. Restore device.key from the "
         "backup, or enrol a new till: start with an empty data folder.",
         "本机密钥文件不可用，照常收银。请用备份恢复 device.key，或换空数据文件夹重新登记。"},
};

const char *
hufu_trouble_sentence (HufuTrouble problem, HufuLang lang)
{
  g_assert (problem < HUFU_TROUBLE_COUNT && sentences[problem][lang] != NULL);
  return sentences[problem][lang];
}
