"""What leaves, and what became of it? The one way out: compose, the door, delivery, news."""
