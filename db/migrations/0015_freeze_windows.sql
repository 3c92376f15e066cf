CREATE TABLE `freeze_windows` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`group_id` text,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`cron` text NOT NULL,
	`length_minutes` integer NOT NULL,
	`time_zone` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `freeze_windows_org_name` ON `freeze_windows` (`org_id`,`name`) WHERE "freeze_windows"."group_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `freeze_windows_group_name` ON `freeze_windows` (`org_id`,`group_id`,`name`);