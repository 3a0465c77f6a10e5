-- The user may add configurations to a sweep that has begun.
ALTER TABLE event DROP CONSTRAINT event_kind_check;
ALTER TABLE event ADD CONSTRAINT event_kind_check CHECK (kind IN ('report', 'end', 'retry', 'enqueue'));

-- What a sweep knows of other sweeps, as JSON, taken at its submission.
ALTER TABLE sweep ADD COLUMN known TEXT;
