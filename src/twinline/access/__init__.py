"""MAY: who may sign in at this desk, and with which rights."""
