"""Reading an office's messy workbooks: pure thinking, no Django, no database."""
