/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/drawing.h"

#include <string.h>

#define RESOURCE_ROOT "/hufu/icons/"
#define QUARTER_ARC                                                                                \
  0.5522847498 /* control distance of a cubic that stands for a quarter circle                     \
                */

typedef struct {
  char what; /* M L C Z: a path command; O: a circle; D: a filled circle */
  double xy[6];
} Step;

typedef struct {
  char *name;
  GArray *steps; /* Step; empty if the drawing does not exist */
} Drawing;

static void
add (GArray *steps, char what, const double *xy, guint n)
{
  Step step = {.what = what};
  for (guint i = 0; i < n; i++)
    step.xy[i] = xy[i];
  g_array_append_val (steps, step);
}

static guint
read_numbers (const char **text, double *ret_numbers, guint n)
{
  guint done = 0;
  for (; done < n; done++) {
    while (**text == ' ' || **text == ',')
      (*text)++;
    char *end = NULL;
    ret_numbers[done] = g_ascii_strtod (*text, &end);
    if (end == *text)
      break;
    *text = end;
  }
  return done;
}

static void
read_path (GArray *steps, const char *text)
{
  double at[2] = {0, 0};
  while (*text != '\0') {
    char command = *text++;
    double n[6];
    if (command == 'M' || command == 'L') {
      if (read_numbers (&text, n, 2) < 2)
        return;
      add (steps, command, n, 2);
      memcpy (at, n, sizeof at);
    } else if (command == 'H' || command == 'V') {
      if (read_numbers (&text, n, 1) < 1)
        return;
      at[command == 'V'] = n[0];
      add (steps, 'L', at, 2);
    } else if (command == 'C') {
      if (read_numbers (&text, n, 6) < 6)
        return;
      add (steps, 'C', n, 6);
      memcpy (at, n + 4, sizeof at);
    } else if (command == 'Z') {
      add (steps, 'Z', NULL, 0);
    }
  }
}

static double
number_of (const char **names, const char **values, const char *name)
{
  for (; *names != NULL; names++, values++)
    if (g_str_equal (*names, name))
      return g_ascii_strtod (*values, NULL);
  return 0;
}

static void
read_rect (GArray *steps, const char **names, const char **values)
{
  double x = number_of (names, values, "x"), y = number_of (names, values, "y");
  double w = number_of (names, values, "width"), h = number_of (names, values, "height");
  double r = number_of (names, values, "rx"), k = r * (1 - QUARTER_ARC);
  add (steps, 'M', (double[]){x + r, y}, 2);
  add (steps, 'L', (double[]){x + w - r, y}, 2);
  add (steps, 'C', (double[]){x + w - k, y, x + w, y + k, x + w, y + r}, 6);
  add (steps, 'L', (double[]){x + w, y + h - r}, 2);
  add (steps, 'C', (double[]){x + w, y + h - k, x + w - k, y + h, x + w - r, y + h}, 6);
  add (steps, 'L', (double[]){x + r, y + h}, 2);
  add (steps, 'C', (double[]){x + k, y + h, x, y + h - k, x, y + h - r}, 6);
  add (steps, 'L', (double[]){x, y + r}, 2);
  add (steps, 'C', (double[]){x, y + k, x + k, y, x + r, y}, 6);
  add (steps, 'Z', NULL, 0);
}

static void
on_element (GMarkupParseContext *context, const char *element, const char **names,
            const char **values, gpointer user_data, GError **error)
{
  GArray *steps = user_data;
  if (g_str_equal (element, "path")) {
    for (; *names != NULL; names++, values++)
      if (g_str_equal (*names, "d"))
        read_path (steps, *values);
  } else if (g_str_equal (element, "rect")) {
    read_rect (steps, names, values);
  } else if (g_str_equal (element, "circle")) {
    gboolean filled = g_strv_contains (names, "fill");
    add (steps, filled ? 'D' : 'O',
         (double[]){number_of (names, values, "cx"), number_of (names, values, "cy"),
                    number_of (names, values, "r")},
         3);
  }
}

static Drawing *
load (const char *name)
{
  Drawing *drawing = g_new0 (Drawing, 1);
  drawing->name = g_strdup (name);
  drawing->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autofree char *path = g_strconcat (RESOURCE_ROOT, name, ".svg", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    return drawing;
  const GMarkupParser parser = {.start_element = on_element};
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_DEFAULT_FLAGS, drawing->steps, NULL);
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  if (!g_markup_parse_context_parse (context, text, (gssize)size, &error))
    g_warning ("the drawing %s cannot be read: %s", name, error->message);
  return drawing;
}

/* Drawings live as long as the program: there are fewer than a hundred, each a few hundred bytes.
 */
static const Drawing *
find (const char *name)
{
  static GHashTable *known = NULL;
  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  Drawing *drawing = g_hash_table_lookup (known, name);
  if (drawing == NULL) {
    drawing = load (name);
    g_hash_table_insert (known, drawing->name, drawing);
  }
  return drawing;
}

void
hufu_drawing_stroke (cairo_t *cr, const char *name, double size_px)
{
  const Drawing *drawing = find (name);
  cairo_save (cr);
  cairo_scale (cr, size_px / HUFU_DRAWING_GRID, size_px / HUFU_DRAWING_GRID);
  /* Small drawings need a relatively wider line to look as heavy as the text beside them. */
  cairo_set_line_width (cr, size_px < 20 ? 2.1 : size_px > 32 ? 1.5 : 1.75);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < drawing->steps->len; i++) {
    const Step *step = &g_array_index (drawing->steps, Step, i);
    const double *n = step->xy;
    if (step->what == 'M') {
      cairo_move_to (cr, n[0], n[1]);
    } else if (step->what == 'L') {
      cairo_line_to (cr, n[0], n[1]);
    } else if (step->what == 'C') {
      cairo_curve_to (cr, n[0], n[1], n[2], n[3], n[4], n[5]);
    } else if (step->what == 'Z') {
      cairo_close_path (cr);
    } else {
      cairo_stroke (cr);
      cairo_arc (cr, n[0], n[1], n[2], 0, 2 * G_PI);
      if (step->what == 'D')
        cairo_fill (cr);
      else
        cairo_stroke (cr);
    }
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
hufu_drawing_append (GtkSnapshot *snapshot, const char *name, float x, float y, int size_px,
                     const GdkRGBA *color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, (float)size_px, (float)size_px);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_translate (cr, (double)x, (double)y);
  hufu_drawing_stroke (cr, name, size_px);
  cairo_destroy (cr);
}

gboolean
hufu_drawing_exists (const char *name)
{
  return name != NULL && *name != '\0' && find (name)->steps->len > 0;
}

const char *
hufu_drawing_for_goods (const char *icon)
{
  g_autofree char *name = g_strconcat ("goods/", icon != NULL ? icon : "generic", NULL);
  return hufu_drawing_exists (name) ? find (name)->name : "goods/generic";
}

const char *
hufu_drawing_for_name (const char *icon, const char *otherwise)
{
  if (hufu_drawing_exists (icon))
    return find (icon)->name;
  g_autofree char *goods = g_strconcat ("goods/", icon != NULL ? icon : "", NULL);
  return hufu_drawing_exists (goods) ? find (goods)->name : otherwise;
}
