"""How is Rasa 3.6.21 tamed? A stateless engine: state in, response keys and new state out."""
