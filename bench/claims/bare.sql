WITH piece AS (UPDATE naive_stock SET remaining = remaining - 1 WHERE id = 1 AND remaining > 0 RETURNING id)
INSERT INTO naive_claims SELECT gen_random_uuid() FROM piece;
