"""From partners' files to typed frames in which every row knows where it came from."""
