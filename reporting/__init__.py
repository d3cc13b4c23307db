"""From the assessed expenditure to the documents a lead partner hands over."""
