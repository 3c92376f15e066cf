CREATE TABLE `gone_instances` (
	`credential_hash` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`group_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`gone_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `gone_instances_gone_at` ON `gone_instances` (`gone_at`);