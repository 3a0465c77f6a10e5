-- The user may add configurations to a sweep that has begun. No row changes, so the rule of the column is replaced where SQLite keeps it
-- (sqlite.org/lang_altertable.html).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''report'', ''end'', ''retry''', '''report'', ''end'', ''retry'', ''enqueue''')
WHERE type = 'table' AND name = 'event';
PRAGMA writable_schema = RESET;

-- What a sweep knows of other sweeps, as JSON, taken at its submission.
ALTER TABLE sweep ADD COLUMN known TEXT;
