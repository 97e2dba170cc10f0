"""What do people get on paper? PDFs, set from the words and figures of a use case."""
