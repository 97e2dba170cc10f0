"""What does the dialogue do? Rasa's custom actions by topic, each a bridge to one use case."""
