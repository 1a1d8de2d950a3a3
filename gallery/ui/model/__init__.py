"""What is shown, without a widget: pictures, query, order, the columns read from the store."""
