"""What the worker does. See `delivery`."""

from __future__ import annotations

from django.utils.module_loading import import_string
from django_tasks_db.compat import Task
