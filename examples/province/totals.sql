-- 全省合计和可以公布的部分。放在 data/ 旁边，用 DuckDB 运行：duckdb < totals.sql，或
--   python -c "import duckdb, pathlib; duckdb.execute(pathlib.Path('totals.sql').read_text('utf-8'))"
-- 读：data/county=<县编号>/answers-<学期>.parquet，各县用 zhidu checklist export --format parquet 写出。
-- 写：totals.csv（准数，内部资料，不公开）和 published.csv（藏好、凑成整五的比例，可以公开）。

-- 藏多少：不到这么多学校的一组、不到这么多县的一组不公布；不到这么多个结论的，百分之五里容不下三个不同的数，也不公布。
SET VARIABLE least_schools = 5;
SET VARIABLE least_counties = 3;
SET VARIABLE least_answers = 60;

CREATE OR REPLACE TEMP VIEW answers AS
FROM read_parquet('data/county=*/answers-*.parquet', hive_partitioning = true, hive_types = {'county': VARCHAR});

-- 一所学校一个学期一项只能有一行：下面数学校靠这一点。每所学校的项目记成一串位，有两行的，位就比行少。
CREATE OR REPLACE TEMP TABLE items AS
SELECT item, row_number() OVER (ORDER BY item) AS place FROM (SELECT DISTINCT item FROM answers);

SELECT CASE WHEN count(*) > 0 THEN error('有学校的一项不止一行：' || min(county || ' ' || term || ' ' || school)) END AS twice
FROM (
  SELECT county, term, school
  FROM answers JOIN items USING (item)
  GROUP BY ALL
  HAVING bit_count(bitstring_agg(place, 1, 1024)) <> count(*)
);

-- 一格：一个县、一个学期、一类学校、一项。适用的才算，whole 就是几所学校。
CREATE OR REPLACE TEMP TABLE cells AS
SELECT
  county, term, institution, policy, item,
  count(*) FILTER (status = 'met') AS met,
  count(*) FILTER (status = 'partial') AS partial,
  count(*) FILTER (status = 'not-met') AS not_met,
  count(*) FILTER (status = 'unknown') AS unknown,
  count(*) AS whole
FROM answers
WHERE applies AND status <> 'not-applicable'
GROUP BY ALL;

-- 每一行再说几个县、至少几所学校（答得最多的一项有几所；数准了要记住每一所学校）。
CREATE OR REPLACE TEMP TABLE totals AS
WITH told AS (
  SELECT *, unnest([
    {'kind': 'all', 'id': ''},
    {'kind': 'policy', 'id': policy},
    {'kind': 'institution', 'id': institution},
    {'kind': 'item', 'id': item}
  ], recursive := true)
  FROM cells
), summed AS (
  SELECT
    term, county, kind, id, item,
    sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
    sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole
  FROM told GROUP BY ALL
), of_counties AS (
  SELECT
    term, county, kind, id,
    sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
    sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole, 1::BIGINT AS counties, max(whole) AS schools
  FROM summed GROUP BY ALL
)
FROM of_counties
UNION ALL BY NAME
SELECT
  term, '' AS county, kind, id,
  sum(met)::BIGINT AS met, sum(partial)::BIGINT AS partial, sum(not_met)::BIGINT AS not_met,
  sum(unknown)::BIGINT AS unknown, sum(whole)::BIGINT AS whole, sum(counties)::BIGINT AS counties, sum(schools)::BIGINT AS schools
FROM of_counties GROUP BY ALL;

-- 全省的，一类一类地藏；只藏了一组，或藏的加起来不到五所，别人用合计一减就知道，就把剩下最小的一组也藏起来。
CREATE OR REPLACE TEMP TABLE published AS
WITH small AS (
  SELECT *, schools < getvariable('least_schools') OR counties < getvariable('least_counties')
    OR whole < getvariable('least_answers') AS hidden
  FROM totals WHERE county = ''
), ranked AS (
  SELECT *,
    count(*) FILTER (hidden) OVER of_kind AS groups_hidden,
    coalesce(sum(schools) FILTER (hidden) OVER of_kind, 0) AS schools_hidden,
    row_number() OVER (PARTITION BY term, kind, hidden ORDER BY schools, whole, id) AS place
  FROM small
  WINDOW of_kind AS (PARTITION BY term, kind)
)
SELECT
  term, kind, id,
  hidden OR (groups_hidden > 0 AND (groups_hidden = 1 OR schools_hidden < getvariable('least_schools')) AND place = 1) AS hidden,
  CASE WHEN NOT hidden THEN (5 * round(20 * met / whole))::INTEGER END AS met,
  CASE WHEN NOT hidden THEN (5 * round(20 * partial / whole))::INTEGER END AS partial,
  CASE WHEN NOT hidden THEN (5 * round(20 * not_met / whole))::INTEGER END AS not_met,
  CASE WHEN NOT hidden THEN (5 * round(20 * unknown / whole))::INTEGER END AS unknown
FROM ranked;

UPDATE published SET met = NULL, partial = NULL, not_met = NULL, unknown = NULL WHERE hidden;

COPY (FROM totals ORDER BY ALL) TO 'totals.csv' (FORMAT csv, HEADER);
COPY (FROM published ORDER BY ALL) TO 'published.csv' (FORMAT csv, HEADER);
