"""What the audited actions are called; a test finds one that is recorded and has no title."""

from typing import Final

from ppaos.domain.thai.bilingual import Bilingual

ACTIONS: Final[dict[str, Bilingual]] = {
    "sign_in": Bilingual("เข้าสู่ระบบ", "Signed in"),
    "sign_in_failed": Bilingual("เข้าสู่ระบบไม่สำเร็จ", "Failed to sign in"),
    "sign_out": Bilingual("ออกจากระบบ", "Signed out"),
    "password_changed": Bilingual("เปลี่ยนรหัสผ่าน", "Changed the password"),
    "password_reset": Bilingual("ตั้งรหัสผ่านใหม่ทางอีเมล", "Reset the password by email"),
    "email_changed": Bilingual("เปลี่ยนอีเมล", "Changed the email address"),
    "second_factor_added": Bilingual("เพิ่มวิธียืนยันตัวตนสองขั้นตอน", "Added a second factor"),
    "second_factor_removed": Bilingual("ยกเลิกการยืนยันตัวตนสองขั้นตอน", "Removed a second factor"),
    "second_factor_renewed": Bilingual("ออกรหัสสำรองใหม่", "Renewed the recovery codes"),
    "second_factor_failed": Bilingual("การยืนยันตัวตนสองขั้นตอนไม่ถูกต้อง", "Second factor was wrong"),
    "provider_connected": Bilingual("ผูกบัญชีผู้ให้บริการยืนยันตัวตน", "Connected a sign-in provider"),
    "provider_removed": Bilingual("ถอนบัญชีผู้ให้บริการยืนยันตัวตน", "Removed a sign-in provider"),
    "account_made": Bilingual("เปิดบัญชี", "Opened an account"),
    "account_opened": Bilingual("เปิดบัญชีอีกครั้ง", "Opened a closed account again"),
    "account_closed": Bilingual("ปิดบัญชี", "Closed an account"),
    "grant_changed": Bilingual("ให้หรือถอนบทบาท", "Granted or removed a role"),
    "invited": Bilingual("เชิญผู้ใช้", "Invited a user"),
    "invitation_revoked": Bilingual("ถอนคำเชิญ", "Withdrew an invitation"),
    "invitation_accepted": Bilingual("รับคำเชิญ", "Accepted an invitation"),
    "token_made": Bilingual("สร้างโทเคน", "Created a token"),
    "token_revoked": Bilingual("ถอนโทเคน", "Revoked a token"),
    "household_viewed": Bilingual("ดูครัวเรือน", "Viewed a household"),
    "picture_printed": Bilingual("เปิดภาพครัวเรือนเพื่อพิมพ์", "Opened a household's picture"),
    "looks_refused": Bilingual("ดูครัวเรือนถี่เกินกำหนด", "Viewed households too often"),
    "points_viewed": Bilingual("ดูตำแหน่งครัวเรือน", "Viewed positions of households"),
    "search": Bilingual("ค้นหาครัวเรือน", "Searched households"),
    "id_search": Bilingual("ค้นหาด้วยเลขประจำตัว", "Searched by citizen ID"),
    "id_search_refused": Bilingual("ค้นหาด้วยเลขประจำตัวเกินกำหนด", "Searched by too many citizen IDs"),
    "search_saved": Bilingual("บันทึกการค้นหา", "Saved a search"),
    "search_deleted": Bilingual("ลบการค้นหาที่บันทึกไว้", "Deleted a saved search"),
    "unmask": Bilingual("เปิดเลขประจำตัว", "Viewed a citizen ID"),
    "unmask_refused": Bilingual("ขอเปิดเลขประจำตัวเกินกำหนด", "Asked for too many citizen IDs"),
    "event_recorded": Bilingual("บันทึกการเยี่ยมหรือความช่วยเหลือ", "Recorded a visit or help"),
    "export_requested": Bilingual("ขอส่งออกรายชื่อ", "Asked for an export"),
    "list_made": Bilingual("จัดทำรายชื่อให้หน่วยงาน", "Made a list for an agency"),
    "export_downloaded": Bilingual("ดาวน์โหลดไฟล์ส่งออก", "Downloaded an export"),
    "api_read": Bilingual("อ่านผ่าน API", "Read through the API"),
    "desk_viewed": Bilingual("ดูหน้าจัดการข้อมูล", "Viewed the data desk"),
    "quarantine_downloaded": Bilingual("ดาวน์โหลดแถวที่พักไว้", "Downloaded quarantined rows"),
    "import_started": Bilingual("นำเข้าไฟล์", "Imported files"),
    "process_started": Bilingual("คำนวณใหม่", "Computed again"),
    "publish_started": Bilingual("เผยแพร่รุ่นข้อมูล", "Published a version"),
    "publication_changed": Bilingual("เปลี่ยนรุ่นข้อมูล", "Changed versions"),
    "removal_requested": Bilingual("ขอลบรุ่นข้อมูล", "Asked to remove a version"),
    "review_decided": Bilingual("ตัดสินคู่ระเบียน", "Decided on a pair of records"),
    "job_cancelled": Bilingual("ยกเลิกงาน", "Cancelled a job"),
    "what_if_saved": Bilingual("บันทึกการจำลองเกณฑ์", "Saved a what-if"),
    "what_if_deleted": Bilingual("ลบการจำลองเกณฑ์", "Deleted a what-if"),
    "boundaries_imported": Bilingual("นำเข้าขอบเขต", "Imported boundaries"),
    "resources_imported": Bilingual("นำเข้าทรัพยากรของพื้นที่", "Imported resources of an area"),
    "settings_changed": Bilingual("เปลี่ยนการตั้งค่า", "Changed a setting"),
    "audit_viewed": Bilingual("ค้นบันทึกการใช้งาน", "Searched the audit"),
    "audit_exported": Bilingual("ส่งออกบันทึกการใช้งาน", "Exported the audit"),
    "audit_verified": Bilingual("ตรวจบันทึกการใช้งาน", "Verified the audit"),
}
TARGETS: Final[dict[str, Bilingual]] = {
    "account": Bilingual("บัญชี", "Account"),
    "area": Bilingual("พื้นที่", "Area"),
    "boundaries": Bilingual("ขอบเขต", "Boundaries"),
    "household": Bilingual("ครัวเรือน", "Household"),
    "households": Bilingual("ครัวเรือนหลายหลัง", "Households"),
    "import": Bilingual("การนำเข้า", "Import"),
    "invitation": Bilingual("คำเชิญ", "Invitation"),
    "job": Bilingual("งานเบื้องหลัง", "Background work"),
    "pair": Bilingual("คู่ระเบียน", "Pair of records"),
    "person": Bilingual("บุคคล", "Person"),
    "publication": Bilingual("รุ่นข้อมูล", "Version"),
    "search": Bilingual("การค้นหา", "Search"),
    "table": Bilingual("ตาราง", "Table"),
    "token": Bilingual("โทเคน", "Token"),
    "what_if": Bilingual("การจำลองเกณฑ์", "What-if"),
}


def target_title(kind: str) -> Bilingual:
    """What a kind of target is called; one that is not known is called by its name."""
    return TARGETS.get(kind, Bilingual(kind, kind))


def action_title(action: str) -> Bilingual:
    """What an action is called; one that is no longer known is called by its name."""
    return ACTIONS.get(action, Bilingual(action, action))
