CREATE TABLE `access_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`user_id` text,
	`service_account_id` text,
	`name` text NOT NULL,
	`token_hash` text NOT NULL,
	`prefix` text NOT NULL,
	`abilities` text,
	`group_ids` text,
	`expires_at` integer NOT NULL,
	`last_used_at` integer,
	`addresses` text DEFAULT '[]' NOT NULL,
	`revoked_at` integer,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`user_id`) REFERENCES `members`(`org_id`,`user_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`service_account_id`) REFERENCES `service_accounts`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_tokens_token_hash_unique` ON `access_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `access_tokens_owner` ON `access_tokens` (`org_id`,`user_id`,`service_account_id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`org_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`status` integer,
	`fields` text,
	`body` blob,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `owner_id`, `key`),
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_at` ON `idempotency_keys` (`at`);--> statement-breakpoint
CREATE TABLE `service_account_group_roles` (
	`org_id` text NOT NULL,
	`service_account_id` text NOT NULL,
	`group_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`org_id`, `service_account_id`, `group_id`),
	FOREIGN KEY (`org_id`,`service_account_id`) REFERENCES `service_accounts`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `service_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_accounts_org_name` ON `service_accounts` (`org_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `service_accounts_org_id` ON `service_accounts` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `token_rules` (
	`org_id` text PRIMARY KEY NOT NULL,
	`longest_days` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
