BEGIN;
INSERT INTO bare_orders (id, amount) VALUES (gen_random_uuid(), 100);
INSERT INTO bare_outbox (message_id, type, body, due_at, created_at)
VALUES (gen_random_uuid(), 'Ronghe.Bench.OrderPlaced', '{"orderId":"01900000-0000-7000-8000-000000000001","version":1,"amount":100}', now(), now());
COMMIT;
