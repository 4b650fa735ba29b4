"""Sentences of the demo register: what people do on their posts, in the words they would use."""

from __future__ import annotations

DUTIES = (
    "协管农业农村工作",
    "协管项目建设和招商服务",
    "协管文化旅游和公共服务",
    "协管应急管理和防汛",
    "协管平安建设和信访接待",
    "协管生态环境和人居整治",
    "协管社会救助和养老服务",
    "协管财务和村级资金监管",
    "协管水利和饮水安全",
    "协管交通建设和农村道路养护",
)
TASKS = (
    "到各村核对春耕备种情况，汇总缺口报镇农业办",
    "参加党政联席会议，记录分管事项并逐条回访",
    "陪同水利站查看三处塘坝，列出汛前加固清单",
    "入户走访困难家庭，协助补齐救助申请材料",
    "整理集体资产台账，核对合同四十余份",
    "组织返乡青年座谈，收集创业需求十一条",
    "协调道路养护队修补通组路两段",
    "参与人居环境检查，督促三个村清理沟渠",
    "接待来访群众，当场答复六件、转办两件",
    "协助编制年度项目申报书，完成现场踏勘",
    "参加安全生产巡查，发现隐患七处并跟踪整改",
    "筹备农产品展销活动，联络参展农户二十家",
    "梳理便民服务事项，更新办事指南",
    "参加村民代表会议，讲解惠农政策",
    "核实高标准农田图斑，与村组逐块签字确认",
    "协助完成防火巡护排班，夜间值守两次",
)
ACHIEVEMENTS = (
    ("为农家书屋添置图书", 260, "册"),
    ("促成蔬菜基地与超市签订供货协议", 3, "份"),
    ("完成背街小巷路灯更换", 46, "盏"),
    ("帮助合作社改造育苗大棚", 8, "座"),
    ("办结群众反映的积存事项", 19, "件"),
    ("建成村级晾晒场", 2, "处"),
)
STUDIES = (
    "参加业务学习会，学习窗口受理规范",
    "参加业务学习会，学习档案整理要求",
    "参加业务学习会，讨论社保转移常见问题",
    "参加业务学习会，学习公文办理流程",
)
FIELD_DAYS = (
    "驻点指导水稻育秧和田间管理",
    "驻点指导果园修剪和冬季清园",
    "驻点指导设施蔬菜病虫害防治",
    "驻点指导水产养殖和水质监测",
    "驻点指导茶园施肥和采摘标准",
    "驻点指导畜禽防疫和圈舍改造",
)
VIETNAMESE_TASKS = (
    "Dự giao ban tuần của Ủy ban nhân dân, theo dõi kết luận đã giao",
    "Đi cơ sở nắm tình hình sản xuất vụ mới, ghi kiến nghị của các hộ",
    "Rà soát thủ tục hành chính còn tồn, đề xuất cách rút ngắn",
    "Làm việc với các đoàn thể về kế hoạch chỉnh trang khu dân cư",
    "Kiểm tra tiến độ sửa chữa kênh mương, lập danh sách việc cần làm",
    "Tiếp công dân định kỳ, trả lời và chuyển đơn đúng nơi giải quyết",
)
SQUAD_TASKS = (
    "随队开展早高峰市容巡查，劝导占道摊点九处",
    "核对门前责任书签订情况，补签十二户",
    "参加夜间渣土运输联合检查",
    "整理一般程序案卷六宗，交法制员复核",
    "到农贸市场周边开展疏导，协调临时摊位",
    "统计网格上报问题，回访处置结果",
)
SCHOOL_TASKS = (
    "参加教研组活动，整理观课要点",
    "协助组织校园开放日，接待家长咨询",
    "参加行政例会，学习课后服务安排",
    "与结对教师共同备课，完善单元设计",
)
CONTACT_TOPICS = {
    "cn": {
        "collective_talk": "任前集体谈话，明确要求和纪律",
        "training": "派前培训，介绍接收地情况和工作方法",
        "home_visit": "派出单位看望挂职干部",
        "heart_talk": "与挂职干部逐一交谈，了解工作、学习和生活情况",
        "opinion": "到接收单位征求对挂职干部的意见",
        "exchange": "期满交流会，交流体会和建议",
    },
    "vn": {
        "collective_talk": "Gặp mặt trước khi nhận nhiệm vụ, nêu yêu cầu và kỷ luật",
        "training": "Bồi dưỡng trước khi đi, giới thiệu tình hình nơi đến",
        "home_visit": "Đơn vị cử đi thăm cán bộ tại nơi công tác",
        "heart_talk": "Trao đổi với từng cán bộ về công việc, học tập và sinh hoạt",
        "opinion": "Lấy ý kiến nơi tiếp nhận về cán bộ được cử đến",
        "exchange": "Họp mặt trao đổi kinh nghiệm khi hết thời hạn",
    },
}
"""Topic of a contact by country and kind; what was said stays out of the register."""
