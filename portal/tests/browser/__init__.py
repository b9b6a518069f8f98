"""The portal in a real browser: the main job from end to end, and every page for accessibility, layout and manners."""
