CREATE TABLE `leases` (
	`job` text PRIMARY KEY NOT NULL,
	`holder` text,
	`expires_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`epoch` integer NOT NULL
);
