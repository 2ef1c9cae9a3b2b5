/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/catalog-file.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include "data/embedded-sql.h"

#define VARIANTS 4
#define CATEGORIES 12
#define FAVOURITES 24

typedef struct {
  const char *en, *zh;
} Word;

/* Their numbers have no common divisor, so that all combinations come. */
static const Word brands[] = {
    {"Qinghe", "清和"},  {"Nanshan", "南山"},  {"Yunlai", "云来"},   {"Songyue", "松月"},
    {"Baiyu", "白羽"},   {"Lanting", "兰亭"},  {"Hetang", "荷塘"},   {"Meixi", "梅溪"},
    {"Zhushi", "竹石"},  {"Fengqiao", "枫桥"}, {"Xingchen", "星辰"}, {"Hailan", "海岚"},
    {"Dongli", "东篱"},  {"Taoye", "桃叶"},    {"Guyu", "谷雨"},     {"Qiushui", "秋水"},
    {"Mingyue", "明月"}, {"Chunxiao", "春晓"}, {"Luoxia", "落霞"},   {"Changfeng", "长风"},
    {"Jinxiu", "锦绣"},  {"Ruixue", "瑞雪"},   {"Yinhe", "银河"},
};
static const Word kinds[] = {
    {"linen", "亚麻"},     {"cotton", "纯棉"},     {"wool", "羊毛"},    {"silk", "真丝"},
    {"roasted", "烘烤"},   {"salted", "咸味"},     {"honey", "蜂蜜"},   {"spicy", "香辣"},
    {"classic", "经典"},   {"summer", "夏季"},     {"seaweed", "海苔"}, {"denim", "牛仔"},
    {"organic", "有机"},   {"winter", "冬款"},     {"striped", "条纹"}, {"pleated", "百褶"},
    {"folding", "折叠"},   {"ceramic", "陶瓷"},    {"bamboo", "竹制"},  {"stainless", "不锈钢"},
    {"quick-dry", "速干"}, {"children's", "儿童"}, {"thick", "加厚"},   {"long-sleeved", "长袖"},
    {"hand-made", "手工"}, {"sugar-free", "无糖"}, {"matte", "哑光"},   {"mini", "迷你"},
    {"portable", "便携"},  {"vintage", "复古"},
};
static const Word goods[] = {
    {"shirt", "衬衫"},      {"socks", "袜子"},    {"skirt", "半身裙"},    {"scarf", "围巾"},
    {"almonds", "巴旦木"},  {"crackers", "米饼"}, {"crisps", "薯片"},     {"tea", "茶叶"},
    {"jacket", "夹克"},     {"cap", "帽子"},      {"noodles", "拌面"},    {"cup", "马克杯"},
    {"kettle", "电热水壶"}, {"umbrella", "雨伞"}, {"notebook", "笔记本"}, {"towel", "毛巾"},
    {"pillow", "枕头"},     {"lamp", "台灯"},     {"chopsticks", "筷子"}, {"backpack", "双肩包"},
    {"toothpaste", "牙膏"}, {"soap", "香皂"},     {"biscuits", "饼干"},   {"chocolate", "巧克力"},
    {"juice", "果汁"},      {"vinegar", "米醋"},  {"rice", "大米"},       {"gloves", "手套"},
    {"slippers", "拖鞋"},
};
static const Word sizes[VARIANTS] = {
    {"S", "小号"},
    {"M", "中号"},
    {"L", "大号"},
    {"XL", "加大"},
};
#define RARE_EVERY 20000 /* designs */
#define RARE_EN "Jingdezhen hand-painted lidded bowl"
#define RARE_ZH "景德镇手绘青花缠枝莲纹盖碗"

/* Prime to 10^9, so that no two products share a number. */
static guint64
scatter (guint product_id)
{
  return (guint64)product_id * 387420489 % 1000000000;
}

guint64
hufu_catalog_file_code (guint product_id)
{
  guint64 body = G_GUINT64_CONSTANT (690000000000) + scatter (product_id), rest = body;
  guint sum = 0;

  /* GS1 General Specifications 7.9.1: weights 3 and 1 from the right. */
  for (guint i = 0; i < 12; i++, rest /= 10)
    sum += (guint)(rest % 10) * (i % 2 == 0 ? 3 : 1);
  return body * 10 + (10 - sum % 10) % 10;
}

static void
run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

static void
step (sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
}

static void bind_text (sqlite3_stmt *statement, int index, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
bind_text (sqlite3_stmt *statement, int index, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  sqlite3_bind_text (statement, index, g_strdup_vprintf (format, args), -1, g_free);
  va_end (args);
}

static void
write_product (sqlite3_stmt *statement, guint id)
{
  guint design = (id - 1) / VARIANTS, variant = (id - 1) % VARIANTS;
  const Word *kind = &kinds[design % G_N_ELEMENTS (kinds)];
  const Word *good = &goods[design % G_N_ELEMENTS (goods)];
  const Word *brand = &brands[design % G_N_ELEMENTS (brands)];
  const Word *size = &sizes[variant];
  gint64 price_minor = 500 + (gint64)(scatter (id) % 500) * 10;

  sqlite3_bind_int64 (statement, 1, id);
  bind_text (statement, 2, "HF-%07u-%s", design, size->en);
  if (design % RARE_EVERY == RARE_EVERY / 2) {
    bind_text (statement, 3, RARE_EN " %07u", design);
    bind_text (statement, 4, RARE_ZH " %07u", design);
  } else {
    bind_text (statement, 3, "%s %s %s %07u", brand->en, kind->en, good->en, design);
    bind_text (statement, 4, "%s%s%s %07u", brand->zh, kind->zh, good->zh, design);
  }
  bind_text (statement, 5, "%s", size->en);
  bind_text (statement, 6, "%s", size->zh);
  sqlite3_bind_int64 (statement, 7, design + 1);
  sqlite3_bind_int64 (statement, 8, 1 + design % CATEGORIES);
  sqlite3_bind_int64 (statement, 9, price_minor);
  if (id % 3 == 0)
    sqlite3_bind_int64 (statement, 10, price_minor * 9 / 10);
  else
    sqlite3_bind_null (statement, 10);
  sqlite3_bind_int64 (statement, 11, (gint64)(id % 50) * 1000);
  sqlite3_bind_int64 (statement, 12, (gint64)(scatter (id) % 100000));
  sqlite3_bind_int (statement, 13, id <= FAVOURITES * VARIANTS && variant == 0);
  step (statement);
}

static void
write_products (sqlite3 *db, guint n_products)
{
  sqlite3_stmt *product = prepare (
      db, "INSERT INTO product (id, sku, name_en, name_zh, variant_en, variant_zh, group_id,"
          " category_id, price_minor, member_price_minor, tax_ppm, by_weight, stock_milli,"
          " stock_utc_s, icon, popularity, favourite, open_price_max_minor)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 130000, 0, ?, 1767574800, '', ?, ?, NULL)");
  sqlite3_stmt *barcode = prepare (db, "INSERT INTO barcode (code, product_id) VALUES (?, ?)");

  for (guint id = 1; id <= n_products; id++) {
    write_product (product, id);
    sqlite3_bind_int64 (barcode, 1, (sqlite3_int64)hufu_catalog_file_code (id));
    sqlite3_bind_int64 (barcode, 2, id);
    step (barcode);
  }
  sqlite3_finalize (product);
  sqlite3_finalize (barcode);
}

static void
write_categories (sqlite3 *db)
{
  sqlite3_stmt *category =
      prepare (db, "INSERT INTO category (id, name_en, name_zh, position) VALUES (?1, ?2, ?3, ?1)");

  for (guint id = 1; id <= CATEGORIES; id++) {
    sqlite3_bind_int64 (category, 1, id);
    bind_text (category, 2, "Shelf %u", id);
    bind_text (category, 3, "货架 %u", id);
    step (category);
  }
  sqlite3_finalize (category);
}

void
hufu_catalog_file_make (const char *path, guint n_products)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  sqlite3 *db;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  g_unlink (part);
  if (sqlite3_open (part, &db) != SQLITE_OK)
    g_error ("%s: %s", part, sqlite3_errmsg (db));
  run (db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
           "BEGIN");
  for (guint i = 0; hufu_sql_catalog[i] != NULL; i++)
    run (db, hufu_sql_catalog[i]);
  run (db, "INSERT INTO catalogue (one, cursor, made_utc_s) VALUES (1, 'c1', 1767574800)");
  write_categories (db);
  write_products (db, n_products);
  run (db, "COMMIT; PRAGMA optimize");
  if (sqlite3_close (db) != SQLITE_OK || g_rename (part, path) != 0)
    g_error ("%s cannot be made", path);
}
