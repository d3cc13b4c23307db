"""What the law says: pure functions over typed frames and dated parameters, without I/O."""
