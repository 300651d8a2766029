"""What every view is made of: elements, and what stands in more than one room."""
