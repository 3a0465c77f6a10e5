-- Several objectives, and constraints on outcomes, of a sweep, as JSON; NULL = there is nothing but the metric.
ALTER TABLE sweep ADD COLUMN goals TEXT;
-- Values of the other metrics that they name in a report, as JSON: a later attempt may replace the report, and what was decided stays.
ALTER TABLE event ADD COLUMN others TEXT;
