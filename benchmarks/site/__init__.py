"""The site under load: publishing, pages at a steady rate, a crowd of sessions, exports, peers."""
