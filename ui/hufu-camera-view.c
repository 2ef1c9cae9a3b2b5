/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/hufu-camera-view.h"

struct _HufuCameraView {
  GtkBox parent_instance;
  GtkPicture *picture;
  GtkWidget *waiting;
};

G_DEFINE_FINAL_TYPE (HufuCameraView, hufu_camera_view, GTK_TYPE_BOX)

static void
hufu_camera_view_class_init (HufuCameraViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  gtk_widget_class_set_template_from_resource (widget_class, "/hufu/ui/hufu-camera-view.ui");
  gtk_widget_class_bind_template_child (widget_class, HufuCameraView, picture);
  gtk_widget_class_bind_template_child (widget_class, HufuCameraView, waiting);
}

static void
hufu_camera_view_init (HufuCameraView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* GDK 4.8 has no grey texture: each grey becomes red, green and blue. */
static GdkTexture *
make_texture (GBytes *grey, int width, int height)
{
  gsize size, n = (gsize)width * (gsize)height;
  const guint8 *from = g_bytes_get_data (grey, &size);
  if (width <= 0 || height <= 0 || size < n)
    return NULL;
  guint8 *to = g_malloc (n * 3);
  for (gsize i = 0; i < n; i++)
    to[3 * i] = to[3 * i + 1] = to[3 * i + 2] = from[i];
  g_autoptr (GBytes) pixels = g_bytes_new_take (to, n * 3);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, pixels, (gsize)width * 3);
}

static void
on_frame (HufuCounter *counter, GBytes *grey, int width, int height, HufuCameraView *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_autoptr (GdkTexture) texture = make_texture (grey, width, height);
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->waiting, texture == NULL);
}

/* Nothing of what was held up last stays to be seen. */
static void
forget_frame (HufuCameraView *self)
{
  gtk_picture_set_paintable (self->picture, NULL);
  gtk_widget_set_visible (self->waiting, TRUE);
}

GtkWidget *
hufu_camera_view_new (HufuCounter *counter)
{
  HufuCameraView *self = g_object_new (HUFU_TYPE_CAMERA_VIEW, NULL);
  g_signal_connect_object (counter, "camera-frame", G_CALLBACK (on_frame), self, (GConnectFlags)0);
  g_signal_connect_object (counter, "notify::camera-on", G_CALLBACK (forget_frame), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
