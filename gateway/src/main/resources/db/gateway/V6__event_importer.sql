ALTER TABLE participant ADD COLUMN event_importer boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN participant.event_importer IS
  'Whether its events may bring their own time of receipt; granted at registration';
