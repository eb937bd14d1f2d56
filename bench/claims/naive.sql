CREATE TABLE naive_stock (id int PRIMARY KEY, remaining int NOT NULL CHECK (remaining >= 0));
CREATE TABLE naive_claims (person_id uuid PRIMARY KEY);
CREATE TABLE naive_entries (id bigserial PRIMARY KEY, person_id uuid NOT NULL, amount numeric(12, 2) NOT NULL);
INSERT INTO naive_stock VALUES (1, 0);
