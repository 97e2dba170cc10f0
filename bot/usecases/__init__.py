"""What can be done with the product? One verb a file; records and ports stand beside them."""
