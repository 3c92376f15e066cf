CREATE TABLE `audit_heads` (
	`org_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`floor_seq` integer DEFAULT 0 NOT NULL,
	`floor_hash` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `actor_kind` text DEFAULT 'user' NOT NULL;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `actor_id` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `address` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `request_id` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `before` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `after` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `previous_hash` text;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `hash` text;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_org_seq` ON `audit_entries` (`org_id`,`seq`);